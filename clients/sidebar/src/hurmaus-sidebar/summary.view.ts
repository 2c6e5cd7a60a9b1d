import { html, nothing, type TemplateResult } from "lit";
import type { Improvement, Step, Summary } from "../generated/messages.js";
import type { Strings } from "../strings/index.js";
import { fill, moodWord } from "../view/words.js";
import { icons } from "./icons.js";
import { keepFocus } from "./keep-focus.js";

/** How the conversation ended, told from the facts: figures first, then what to take along. */
export function summaryView(
  summary: Summary,
  steps: readonly Step[],
  strings: Strings,
  copy: (text: string) => void,
): TemplateResult {
  const words = strings.summary;
  const { agreed = [], improvements = [], hand_over = [] } = summary;
  return html`<article part="summary" class="card summary" aria-labelledby="summary-title">
    <header>
      <span class="card-icon">${icons.check}</span>
      <h2 id="summary-title">${words.title}</h2>
    </header>
    <dl>${figures(summary, steps, strings).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    ${listView("agreed", words.agreed, agreed)}
    ${listView("improvements", words.improvements, improvements.map((one) => improvement(one, strings)))}
    ${hand_over.length > 0
      ? html`${listView("hand-over", words.hand_over, hand_over)}
          <button class="copy-note" @mousedown=${keepFocus} @click=${() => copy(hand_over.join("\n"))}>
            ${icons.copy}<span>${words.copy}</span>
          </button>`
      : nothing}
  </article>`;
}

function figures(summary: Summary, steps: readonly Step[], strings: Strings): [string, string][] {
  const { mood_start, mood_end, mood_trace = "unknown", questions, promises } = summary;
  const words = strings.summary;
  const mood = (valence: number) => strings.mood[moodWord(valence)].toLowerCase();
  const rows: [string, string][] = [];
  if (mood_start !== null && mood_end !== null) {
    const values = { from: mood(mood_start), to: mood(mood_end) };
    rows.push([words.mood, fill(words.from_to, values)]);
    if (mood_trace !== "unknown") rows.push([words.trace, words.traces[mood_trace]]);
  }
  if (steps.length > 0) rows.push([words.steps, `${steps.filter((step) => step.done).length}/${steps.length}`]);
  if (questions.length > 0) {
    rows.push([words.questions, `${questions.filter((one) => one.answered).length}/${questions.length}`]);
  }
  const open = promises.filter((promise) => promise.state === "open" || promise.state === "late").length;
  if (promises.length > 0) rows.push([words.promises, String(open)]);
  return rows;
}

function improvement({ text, noted }: Improvement, { summary }: Strings): string {
  return noted ? `${text} (${summary.noted})` : text;
}

function listView(name: string, title: string, lines: readonly string[]): TemplateResult | typeof nothing {
  if (lines.length === 0) return nothing;
  return html`<section class="told" data-told=${name}>
    <h3>${title}</h3>
    <ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>
  </section>`;
}
