import { html, nothing, type TemplateResult } from "lit";
import type { DraftFinding, Phrase } from "../generated/messages.js";
import type { Strings } from "../strings/index.js";
import { type Keys, shortcutName } from "../view/keys.js";
import { icons } from "./icons.js";
import { keepFocus } from "./keep-focus.js";

export interface DraftActions {
  /** Put the rewording on the clipboard: it stands for words that are in the draft already. */
  copy(phrase: Phrase): void;
  insert(phrase: Phrase): void;
  close(): void;
}

/** Rewordings of the agent's own words replace them, so they are copied; the rest is inserted. */
const OWN_WORDS = "draft.own-words";
const MOST_PHRASES = 2;

/** What the agent asked about their own draft, and what could be said instead. */
export function draftView(
  findings: readonly DraftFinding[],
  strings: Strings,
  actions: DraftActions,
): TemplateResult {
  const words = strings.draft;
  return html`<article part="draft" class="card draft" aria-labelledby="draft-title">
    <header>
      <span class="card-icon">${findings.length > 0 ? icons.shield : icons.check}</span>
      <h2 id="draft-title">${words.title}</h2>
      <button class="plain" title=${words.close} aria-label=${words.close} @mousedown=${keepFocus} @click=${actions.close}>
        ${icons.close}
      </button>
    </header>
    ${findings.length === 0
      ? html`<p class="why">${words.nothing}</p>`
      : html`<ul class="findings">
          ${findings.map((finding) => findingView(finding, strings, actions))}
        </ul>`}
    <p class="keys">${words.forgotten}</p>
  </article>`;
}

function findingView(finding: DraftFinding, strings: Strings, actions: DraftActions): TemplateResult {
  const { kind, why, words, phrases = [] } = finding;
  return html`<li data-finding=${kind}>
    <h3>${strings.draft.kind[kind]}</h3>
    ${words ? html`<p class="quoted">”${words}”</p>` : nothing}
    <p class="why">${why}</p>
    ${phrases.length > 0
      ? html`<ol class="phrases">
          ${phrases.slice(0, MOST_PHRASES).map((phrase) => phraseView(phrase, strings, actions))}
        </ol>`
      : nothing}
  </li>`;
}

function phraseView(phrase: Phrase, { draft }: Strings, actions: DraftActions): TemplateResult {
  const own = phrase.id === OWN_WORDS;
  const use = own ? actions.copy : actions.insert;
  return html`<li>
    <button class="phrase" @mousedown=${keepFocus} @click=${() => use(phrase)}>
      <span class="sr">${own ? draft.copy : draft.insert}</span>
      <span class="number" aria-hidden="true">${own ? icons.copy : icons.talk}</span>
      <span class="phrase-text">${phrase.text}</span>
    </button>
  </li>`;
}

/** The agent's own key to the check; nothing looks at the draft before it is pressed. */
export function draftButton(keys: Keys, strings: Strings, check: () => void): TemplateResult {
  return html`<button class="check-draft" aria-keyshortcuts=${keys.check ? shortcutName(keys.check) : nothing}
    @mousedown=${keepFocus} @click=${check}>
    ${icons.shield}<span>${strings.draft.check}</span>
    ${keys.check ? html`<kbd>${shortcutName(keys.check)}</kbd>` : nothing}
  </button>`;
}
