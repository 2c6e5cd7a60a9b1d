import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Hint, Phrase } from "../generated/messages.js";
import { copyText } from "../insert/clipboard.js";
import { draftOf, findEditor, insertInto } from "../insert/editor.js";
import { isEdited } from "../insert/fit.js";
import { Session } from "../session.js";
import { stringsFor, type Strings } from "../strings/index.js";
import { actionFor, DEFAULT_KEYS, parseKeys } from "../view/keys.js";
import type { View } from "../view/state.js";
import { fill } from "../view/words.js";
import { browser, type Cancel } from "../wire/ports.js";
import { cardView, MOST_PHRASES, type Used } from "./card.view.js";
import { draftButton, draftView } from "./draft.view.js";
import { headerView } from "./header.view.js";
import { HurmausHintEvent, HurmausInsertEvent } from "./events.js";
import { promisesView, questionsView, stepsView } from "./lists.view.js";
import { moodView } from "./mood.view.js";
import { quietView } from "./quiet.view.js";
import { summaryView } from "./summary.view.js";
import { styles } from "./styles/index.js";

const SETTLE_MS = 350;
const CLOCK_MS = 30_000;

/**
 * The agent's sidebar for one conversation.
 *
 * @element hurmaus-sidebar
 * @attr url - WebSocket address of the service; by default `/v1/ws` on the page's own host
 * @attr token - what the service knows the agent by; not needed where the service asks for none
 * @attr conversation - id of the conversation to follow
 * @attr for - id of the textarea, input or contenteditable that phrases are inserted into; without it they are copied
 * @attr keys - three shortcuts to insert, one to dismiss and one to check the draft, "Alt+1 Alt+2 Alt+3 Alt+0 Alt+9" by
 *   default, or "off"
 * @attr muted - hints are switched off here; known to this page alone
 * @attr lang - language of the sidebar's own words; Finnish ("fi")
 * @fires hurmaus-insert - before a phrase is inserted; cancel it to insert the phrase yourself
 * @fires hurmaus-hint - a hint has been drawn
 * @csspart mood, card, draft, steps, questions, promises, summary
 * @cssprop --hurmaus-accent, --hurmaus-paper, --hurmaus-surface, --hurmaus-ink, --hurmaus-font
 */
export class HurmausSidebar extends LitElement {
  static override styles = styles;
  static override properties = {
    url: { type: String },
    token: { type: String },
    conversation: { type: String },
    editor: { type: String, attribute: "for" },
    keys: { type: String },
    muted: { type: Boolean, reflect: true },
    lang: { type: String },
  };

  declare url: string | null;
  declare token: string | null;
  declare conversation: string | null;
  declare editor: string | null;
  declare keys: string;
  declare muted: boolean;

  #session: Session | null = null;
  #used: Used = new Map();
  #status = "";
  #statusHint: string | null = null;
  #drawnHint: string | null = null;
  #cancelSettling: Cancel = () => {};
  #cancelExpiry: Cancel = () => {};
  #cancelClock: Cancel = () => {};
  #stopWatchingDraft: Cancel = () => {};

  constructor() {
    super();
    this.url = null;
    this.token = null;
    this.conversation = null;
    this.editor = null;
    this.keys = DEFAULT_KEYS;
    this.muted = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("keydown", this.#onKey, { capture: true });
    document.addEventListener("visibilitychange", this.#onVisible);
    window.addEventListener("online", this.#onVisible);
    if (this.hasUpdated) this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("keydown", this.#onKey, { capture: true });
    document.removeEventListener("visibilitychange", this.#onVisible);
    window.removeEventListener("online", this.#onVisible);
    this.#leave();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("url") || changed.has("token") || changed.has("conversation")) this.#follow();
    if (this.#statusHint !== null && this.#statusHint !== this.#hint?.id) this.#say("");
  }

  override render(): TemplateResult {
    const strings = this.#strings;
    const session = this.#session;
    return html`
      <aside class="sidebar" aria-label=${strings.label}>
        ${headerView(
          {
            connection: session?.connection ?? "closed",
            trouble: session?.trouble ?? null,
            muted: this.muted,
            onMute: () => (this.muted = !this.muted),
          },
          strings,
        )}
        ${session ? this.#conversation(session) : html`<p class="quiet empty">${strings.no_conversation}</p>`}
        <p role="status" aria-live="polite" class="sr">${this.#status}</p>
      </aside>
    `;
  }

  override updated(): void {
    this.#watchExpiry();
    const hint = this.#hint;
    if (hint?.id === this.#drawnHint || document.visibilityState === "hidden") return;
    this.#drawnHint = hint?.id ?? null;
    this.#cancelSettling();
    if (hint === null) return;
    const offset = this.#session?.offsetOf(hint.id) ?? null;
    this.dispatchEvent(new HurmausHintEvent({ hintId: hint.id, kind: hint.kind, offset }));
    this.#cancelSettling = browser.clock.after(SETTLE_MS, () => this.#settled(hint));
  }

  /** The hint to show, if any. */
  get #hint(): Hint | null {
    return this.muted ? null : (this.#session?.hint ?? null);
  }

  get #mayCheck(): boolean {
    return Boolean(this.editor && this.#session && !this.#session.view.summary);
  }

  get #strings(): Strings {
    return stringsFor(this.lang);
  }

  #conversation(session: Session): TemplateResult {
    const { view, connection } = session;
    const strings = this.#strings;
    const mark = (step: string, done: boolean) => session.mark(step, done);
    return html`
      ${moodView(view, strings)} ${this.#draft(session)} ${this.#advice(view)}
      ${stepsView(view.steps, this.#hint?.step ?? null, strings, view.summary || connection !== "online" ? null : mark)}
      ${questionsView(view.questions, strings)} ${promisesView(view.promises, new Date(), strings)}
    `;
  }

  #draft(session: Session): TemplateResult | typeof nothing {
    const { view, connection } = session;
    if (view.draft) {
      return draftView(view.draft, this.#strings, {
        copy: (phrase) => void this.#copyPlain(phrase.text),
        insert: (phrase) => this.#insertPlain(phrase.text),
        close: () => session.forgetDraft(),
      });
    }
    if (!this.editor || view.summary || connection !== "online") return nothing;
    return draftButton(parseKeys(this.keys), this.#strings, () => this.#checkDraft());
  }

  #advice(view: View): TemplateResult {
    const strings = this.#strings;
    const hint = this.#hint;
    if (hint) {
      return cardView(hint, this.#used, parseKeys(this.keys), strings, {
        insert: (phrase) => void this.#insert(hint, phrase),
        copy: (phrase) => void this.#copy(hint, phrase),
        dismiss: () => this.#dismiss(hint),
      });
    }
    if (view.summary) {
      return summaryView(view.summary, view.steps, strings, (text) => void this.#copyPlain(text));
    }
    return quietView(this.muted, view.resting, strings);
  }

  /** Follow the conversation of the attributes, from its beginning. */
  #follow(): void {
    this.#leave();
    if (!this.conversation || !this.isConnected) return;
    const url = this.url ?? new URL("/v1/ws", location.href.replace(/^http/, "ws")).href;
    this.#session = new Session(
      { url, token: this.token, conversationId: this.conversation, onChange: () => this.requestUpdate() },
      browser,
    );
    this.#session.open();
    this.#tick();
  }

  #leave(): void {
    this.#session?.close();
    this.#session = null;
    this.#used = new Map();
    this.#drawnHint = null;
    this.#say("");
    for (const cancel of [this.#cancelSettling, this.#cancelExpiry, this.#cancelClock]) cancel();
    this.#stopWatchingDraft();
  }

  async #insert(hint: Hint, phrase: Phrase): Promise<void> {
    const detail = { text: phrase.text, hintId: hint.id, phraseId: phrase.id, kind: hint.kind };
    const byHost = !this.dispatchEvent(new HurmausInsertEvent(detail));
    const editor = this.editor ? findEditor(this, this.editor) : null;
    if (!byHost && !(editor && insertInto(editor, phrase.text))) return this.#copy(hint, phrase);
    this.#tellUsed(hint, phrase);
    if (!byHost && editor) this.#watchDraft(editor, hint, phrase);
    this.#use(phrase, "inserted");
    this.#announce(this.#strings.status.inserted);
  }

  /** Only here does the draft leave the page, and only because the agent asked. */
  #checkDraft(): void {
    const editor = this.editor ? findEditor(this, this.editor) : null;
    const draft = editor ? draftOf(editor).trim() : "";
    if (draft === "") return this.#announce(this.#strings.draft.empty);
    this.#session?.check(draft);
  }

  #insertPlain(text: string): void {
    const editor = this.editor ? findEditor(this, this.editor) : null;
    if (!editor || !insertInto(editor, text)) return void this.#copyPlain(text);
    this.#announce(this.#strings.status.inserted);
  }

  async #copyPlain(text: string): Promise<void> {
    this.#announce((await copyText(text)) ? this.#strings.status.copied : this.#strings.status.not_copied);
  }

  async #copy(hint: Hint, phrase: Phrase): Promise<void> {
    const copied = await copyText(phrase.text);
    if (copied) {
      this.#tellUsed(hint, phrase);
      this.#use(phrase, "copied");
    }
    this.#announce(copied ? this.#strings.status.copied : this.#strings.status.not_copied);
  }

  /** Whoever uses a card has seen it, even before it had stood a moment. */
  #tellUsed(hint: Hint, phrase: Phrase): void {
    this.#cancelSettling();
    this.#session?.tell(hint.id, "shown");
    this.#session?.tell(hint.id, "inserted", phrase.id);
  }

  #dismiss(hint: Hint): void {
    this.#cancelSettling();
    this.#session?.dismiss(hint.id);
    this.#announce(this.#strings.status.dismissed);
  }

  #use(phrase: Phrase, how: "inserted" | "copied"): void {
    this.#used = new Map(this.#used).set(phrase.id, how);
    this.requestUpdate();
  }

  /** Tell once when the agent makes the phrase their own; neither what they write nor how is told. */
  #watchDraft(editor: HTMLElement, hint: Hint, phrase: Phrase): void {
    this.#stopWatchingDraft();
    const onInput = () => {
      if (!isEdited(draftOf(editor), phrase.text)) return;
      this.#stopWatchingDraft();
      this.#session?.tell(hint.id, "edited", phrase.id);
    };
    editor.addEventListener("input", onInput);
    this.#stopWatchingDraft = () => editor.removeEventListener("input", onInput);
  }

  #settled(hint: Hint): void {
    if (this.#hint?.id !== hint.id) return;
    this.#session?.tell(hint.id, "shown");
    this.#announce(fill(this.#strings.status.hint, { title: this.#strings.kind[hint.kind] ?? hint.why }), hint.id);
  }

  #announce(sentence: string, hintId: string | null = null): void {
    this.#say(sentence, hintId);
    this.requestUpdate();
  }

  /** What the status line holds; a sentence about a hint goes when the hint goes. */
  #say(sentence: string, hintId: string | null = null): void {
    this.#status = sentence;
    this.#statusHint = hintId;
  }

  #watchExpiry(): void {
    this.#cancelExpiry();
    const left = this.#session?.nextExpiryMs ?? null;
    if (left === null) return;
    this.#cancelExpiry = browser.clock.after(Math.min(left + 20, 2 ** 31 - 1), () => this.requestUpdate());
  }

  /** Promises come nearer even when nobody speaks. */
  #tick(): void {
    this.#cancelClock = browser.clock.after(CLOCK_MS, () => {
      this.requestUpdate();
      this.#tick();
    });
  }

  readonly #onVisible = (): void => {
    if (document.visibilityState === "hidden") return;
    if (this.#session?.connection === "waiting") this.#session.open();
    this.requestUpdate();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const hint = this.#hint;
    if (event.defaultPrevented || event.isComposing) return;
    const action = actionFor(parseKeys(this.keys), event);
    if (action === null) return;
    const phrase = action.kind === "insert" ? hint?.phrases.slice(0, MOST_PHRASES)[action.index] : undefined;
    if (action.kind === "check" ? !this.#mayCheck : !hint || (action.kind === "insert" && !phrase)) return;
    event.preventDefault();
    if (event.repeat) return;
    if (action.kind === "check") this.#checkDraft();
    else if (hint && phrase) void this.#insert(hint, phrase);
    else if (hint) this.#dismiss(hint);
  };
}
