import type { ErrorMessage, FeedbackOutcome, Hint, Outbound } from "./generated/messages.js";
import {
  apply,
  currentHint, EMPTY, nextExpiryS, setClock, type View, withoutDraft, withoutHint, withStep } from "./view/state.js";
import { Connection, type ConnectionState } from "./wire/connection.js";
import { Follower } from "./wire/follower.js";
import type { World } from "./wire/ports.js";

export interface SessionOptions {
  readonly url: string;
  readonly token: string | null;
  readonly conversationId: string;
  /** The view, the connection or the trouble changed. */
  readonly onChange: () => void;
}

const UNKNOWN_RETRY_MS = 1_500;

/** One agent's look at one conversation, without a page around it. */
export class Session {
  readonly #options: SessionOptions;
  readonly #world: World;
  readonly #connection: Connection;
  readonly #follower: Follower;
  readonly #told = new Set<string>();
  #view: View = EMPTY;
  #trouble: string | null = null;
  #steps: View["steps"] = [];
  readonly #offsets = new Map<string, number>();

  constructor(options: SessionOptions, world: World) {
    this.#options = options;
    this.#world = world;
    this.#follower = new Follower(options.conversationId, (request) => this.#connection.send(request));
    this.#connection = new Connection(
      {
        url: options.url,
        token: options.token,
        resumePoints: () => this.#follower.resumePoints(),
        onMessage: (message) => this.#hear(message),
        onState: () => this.#changed(),
      },
      world,
    );
  }

  get view(): View {
    return this.#view;
  }

  get connection(): ConnectionState {
    return this.#connection.state;
  }

  /** Code of what the service last refused, until something goes well again. */
  get trouble(): string | null {
    return this.#trouble;
  }

  get hint(): Hint | null {
    return currentHint(this.#view, this.#nowS());
  }

  /** Milliseconds until an open hint expires and the view must be looked at again. */
  get nextExpiryMs(): number | null {
    const seconds = nextExpiryS(this.#view, this.#nowS());
    return seconds === null ? null : seconds * 1000;
  }

  /** The event that opened the hint, by its offset. */
  offsetOf(hintId: string): number | null {
    return this.#offsets.get(hintId) ?? null;
  }

  open(): void {
    this.#connection.open();
  }

  close(): void {
    this.#connection.close();
  }

  /** Tell what became of a hint; the same thing is told once. */
  tell(hintId: string, outcome: FeedbackOutcome, phraseId: string | null = null): void {
    const key = `${outcome} ${hintId} ${phraseId ?? ""}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    const phrase = phraseId === null ? {} : { phrase_id: phraseId };
    const { conversationId } = this.#options;
    this.#connection.send({
      type: "feedback",
      conversation_id: conversationId,
      hint_id: hintId,
      outcome,
      ...phrase,
    });
  }

  dismiss(hintId: string): void {
    this.tell(hintId, "dismissed");
    this.#view = withoutHint(this.#view, hintId);
    this.#changed();
  }

  /** Ask about the draft: the one time that it leaves the page, because the agent asked. */
  check(text: string): void {
    this.#connection.send({ type: "draft.check", conversation_id: this.#options.conversationId, text });
  }

  forgetDraft(): void {
    this.#view = withoutDraft(this.#view);
    this.#changed();
  }

  mark(step: string, done: boolean): void {
    this.#connection.send({
      type: "step.mark",
      conversation_id: this.#options.conversationId,
      step,
      done,
    });
    this.#view = withStep(this.#view, step, done);
    this.#changed();
  }

  #hear(message: Outbound): void {
    if (message.type === "error") return this.#refused(message);
    if (message.type === "draft.checked") {
      this.#view = apply(this.#view, message);
      return this.#changed();
    }
    const followed = this.#follower.take(message);
    if (followed?.kind === "start_over") this.#view = EMPTY;
    if (followed?.kind === "event") this.#take(followed.event, followed.live);
    if (message.type === "ack") this.#trouble = null;
    this.#changed();
  }

  #take(event: Outbound, live: boolean): void {
    const view = "at" in event ? setClock(this.#view, event.at, live, this.#nowS()) : this.#view;
    this.#view = apply(view, event);
    if (event.type === "steps") this.#steps = event.steps;
    if (event.type === "hint") this.#offsets.set(event.hint.id, event.offset);
  }

  #refused(error: ErrorMessage): void {
    if (error.of === "feedback") return; // the hint was gone already: nothing for the agent to see or do
    this.#trouble = error.code;
    if (error.of === "step.mark") this.#view = { ...this.#view, steps: this.#steps };
    if (error.code === "unknown_conversation" && error.of === "subscribe") this.#askAgainLater();
    this.#changed();
  }

  /** The platform may start the conversation a moment after it shows the sidebar. */
  #askAgainLater(): void {
    this.#world.clock.after(UNKNOWN_RETRY_MS, () => {
      if (this.#connection.state === "online") this.#follower.askFromStart();
    });
  }

  #changed(): void {
    this.#options.onChange();
  }

  #nowS(): number {
    return this.#world.clock.now() / 1000;
  }
}
