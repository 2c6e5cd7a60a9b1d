import type { Role } from "../src/generated/messages.js";
import type { Cancel, Clock } from "../src/wire/ports.js";

export interface Line {
  readonly role: Role;
  readonly text: string;
}

export type ReplayState =
  | { readonly kind: "idle" }
  | { readonly kind: "playing"; readonly next: Line }
  | { readonly kind: "paused"; readonly next: Line };

/** How long a person would take to read what came before and to write this line, compressed for watching. */
export function pauseBeforeMs({ role, text }: Line): number {
  const writing = role === "agent" ? 2600 + text.length * 24 : 1100 + text.length * 20;
  return Math.min(writing, role === "agent" ? 6000 : 3400);
}

/** Plays the lines of a ready conversation at a natural pace. */
export class Replay {
  readonly #clock: Clock;
  readonly #say: (line: Line) => void;
  readonly #onChange: () => void;
  #lines: readonly Line[] = [];
  #paused = false;
  #cancel: Cancel = () => {};

  constructor(clock: Clock, say: (line: Line) => void, onChange: () => void) {
    this.#clock = clock;
    this.#say = say;
    this.#onChange = onChange;
  }

  get state(): ReplayState {
    const [next] = this.#lines;
    if (next === undefined) return { kind: "idle" };
    return { kind: this.#paused ? "paused" : "playing", next };
  }

  play(lines: readonly Line[]): void {
    this.#paused = false;
    this.#lines = lines;
    this.#await();
  }

  togglePause(): void {
    this.#paused = !this.#paused;
    this.#await();
  }

  /** Say the next line now; when paused, stay paused after it. */
  skip(): void {
    const [next, ...rest] = this.#lines;
    if (next === undefined) return;
    this.#lines = rest;
    this.#say(next);
    this.#await();
  }

  stop(): void {
    this.#lines = [];
    this.#await();
  }

  #await(): void {
    this.#cancel();
    this.#cancel = () => {};
    const { state } = this;
    if (state.kind === "playing") this.#cancel = this.#clock.after(pauseBeforeMs(state.next), () => this.skip());
    this.#onChange();
  }
}
