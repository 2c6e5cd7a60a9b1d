import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Hint, Phrase } from "../generated/messages.js";
import type { Strings } from "../strings/index.js";
import { type Keys, shortcutName } from "../view/keys.js";
import { fill } from "../view/words.js";
import { icons, iconOf } from "./icons.js";
import { keepFocus } from "./keep-focus.js";

export interface CardActions {
  insert(phrase: Phrase): void;
  copy(phrase: Phrase): void;
  dismiss(): void;
}

/** What has been done with the phrases of the card, by phrase id. */
export type Used = ReadonlyMap<string, "inserted" | "copied">;

export const MOST_PHRASES = 3;

/** One hint: what to do, why, and up to three ways to say it. */
export function cardView(hint: Hint, used: Used, keys: Keys, strings: Strings, actions: CardActions): TemplateResult {
  const phrases = hint.phrases.slice(0, MOST_PHRASES);
  return html`${keyed(
    hint.id,
    html`<article part="card" class="card" aria-labelledby="card-title" data-kind=${hint.kind}>
      <header>
        <span class="card-icon">${iconOf(hint.kind)}</span>
        <h2 id="card-title">${strings.kind[hint.kind] ?? strings.hint.title}</h2>
        <button class="plain" title=${strings.hint.dismiss} aria-label=${strings.hint.dismiss}
          aria-keyshortcuts=${keys.dismiss ? shortcutName(keys.dismiss) : nothing}
          @mousedown=${keepFocus} @click=${actions.dismiss}>${icons.close}</button>
      </header>
      <p class="why">${hint.why}</p>
      <ol class="phrases">
        ${phrases.map((phrase, index) => phraseView(phrase, index, used, keys, strings, actions))}
      </ol>
      <div class="card-foot">${evidenceView(hint, strings)} ${keysView(phrases.length, keys, strings)}</div>
    </article>`,
  )}`;
}

function phraseView(
  phrase: Phrase,
  index: number,
  used: Used,
  keys: Keys,
  strings: Strings,
  actions: CardActions,
): TemplateResult {
  const number = index + 1;
  const shortcut = keys.insert[index];
  const done = used.get(phrase.id);
  return html`<li class=${done ? "used" : ""}>
    <button class="phrase" aria-keyshortcuts=${shortcut ? shortcutName(shortcut) : nothing}
      @mousedown=${keepFocus} @click=${() => actions.insert(phrase)}>
      <span class="sr">${fill(strings.hint.insert, { number })}</span>
      <span class="number" aria-hidden="true">${done ? icons.check : number}</span>
      <span class="phrase-text">${phrase.text}${done ? html`<em>${strings.hint[done]}</em>` : nothing}</span>
    </button>
    <button class="plain" title=${fill(strings.hint.copy, { number })} aria-label=${fill(strings.hint.copy, { number })}
      @mousedown=${keepFocus} @click=${() => actions.copy(phrase)}>${icons.copy}</button>
  </li>`;
}

function keysView(phrases: number, keys: Keys, strings: Strings): TemplateResult | typeof nothing {
  const [first] = keys.insert;
  const last = keys.insert[phrases - 1];
  if (!first || !last || !keys.dismiss) return nothing;
  const names = { first: shortcutName(first), last: last.key.toUpperCase(), dismiss: shortcutName(keys.dismiss) };
  return html`<p class="keys">${fill(phrases > 1 ? strings.hint.keys : strings.hint.key, names)}</p>`;
}

function evidenceView({ evidence }: Hint, strings: Strings): TemplateResult {
  const { words = [], confidence, rule, model } = evidence;
  return html`<details class="evidence">
    <summary @mousedown=${keepFocus}>${icons.chevron}${strings.hint.why}</summary>
    <dl>
      ${words.length > 0 ? row(strings.hint.words, words.map((word) => `”${word}”`).join(" ")) : nothing}
      ${confidence == null ? nothing : row(strings.hint.confidence, `${Math.round(confidence * 100)} %`)}
      ${row(strings.hint.rule, rule)} ${model ? row(strings.hint.model, model) : nothing}
    </dl>
  </details>`;
}

function row(name: string, value: string): TemplateResult {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
