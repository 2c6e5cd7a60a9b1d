import { html, nothing, svg, type TemplateResult } from "lit";
import { styleMap } from "lit/directives/style-map.js";
import type { Strings } from "../strings/index.js";
import type { View } from "../view/state.js";
import { moodLine, moodPercent, moodWord } from "../view/words.js";
import { icons } from "./icons.js";

const CHART = { width: 96, height: 34 };

/** The customer's mood: a word, where it is going, and a gauge from bad to good. */
export function moodView(view: View, strings: Strings): TemplateResult {
  const words = strings.mood;
  return html`<section part="mood" class="mood" aria-labelledby="mood-title">
    <h2 id="mood-title">${words.title}</h2>
    ${view.mood === null ? html`<p class="quiet">${words.none}</p>` : knownMood(view, strings)}
  </section>`;
}

function knownMood(view: View, strings: Strings): TemplateResult {
  const mood = view.mood ?? { rolling: 0, turn: 0, trend: "steady" };
  const word = strings.mood[moodWord(mood.rolling)];
  const trend = strings.trend[mood.trend];
  return html`
    <div class="mood-row">
      <div>
        <p class="mood-word">${word}</p>
        <p class="mood-more">
          <span class="trend">${icons[mood.trend]}${trend}${view.feeling ? "," : nothing}</span>
          ${view.feeling ? html`<span>${strings.feeling[view.feeling]}</span>` : nothing}
        </p>
      </div>
      ${view.moods.length > 1 ? chart(view.moods, strings) : nothing}
    </div>
    <div
      class="gauge"
      role="meter"
      aria-labelledby="mood-title"
      aria-valuemin="-1"
      aria-valuemax="1"
      aria-valuenow=${mood.rolling.toFixed(2)}
      aria-valuetext="${word}, ${trend}"
    >
      <span class="gauge-mark" style=${styleMap({ insetInlineStart: `${moodPercent(mood)}%` })}></span>
    </div>
    <p class="gauge-ends" aria-hidden="true">
      <span>${strings.mood.bad_end}</span><span>${strings.mood.good_end}</span>
    </p>
  `;
}

function chart(moods: readonly number[], strings: Strings): TemplateResult {
  const { width, height } = CHART;
  const points = moodLine(moods, width, height);
  const [x, y] = points.split(" ").at(-1)?.split(",") ?? [];
  return html`<svg class="chart" viewBox="-4 -4 ${width + 8} ${height + 8}" role="img" aria-label=${strings.mood.history}>
    <line class="chart-middle" x1="0" x2=${width} y1=${height / 2} y2=${height / 2} />
    ${svg`<polyline points=${points} />`}
    <circle cx=${x} cy=${y} r="3" />
  </svg>`;
}
