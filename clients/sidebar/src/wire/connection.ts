import type { ErrorMessage, Hello, Outbound, ResumePoint, Welcome } from "../generated/messages.js";
import { jitteredDelayMs } from "./backoff.js";
import { Outgoing, type Request } from "./outgoing.js";
import type { Cancel, Socket, World } from "./ports.js";

export type ConnectionState = "connecting" | "online" | "waiting" | "refused" | "closed";

export interface ConnectionOptions {
  readonly url: string;
  readonly token: string | null;
  /** Asked at every hello: where to resume each conversation from. */
  readonly resumePoints: () => ResumePoint[];
  /** Every message of the service but pongs and refusals that are retried. */
  readonly onMessage: (message: Outbound) => void;
  readonly onState: (state: ConnectionState) => void;
}

const PATIENCE_MS = 10_000;
const RETRY = { firstMs: 500, longestMs: 8_000 };

/**
 * One socket to the service that heals itself: hello with resume points, heartbeat, reconnect with full
 * jitter, and resending of what was not acked. Knows nothing of what the messages mean.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #world: World;
  readonly #outgoing = new Outgoing();
  #state: ConnectionState = "closed";
  #socket: Socket | null = null;
  #life = 0;
  #attempt = 0;
  #heardAt = 0;
  #timers = new Set<Cancel>();

  constructor(options: ConnectionOptions, world: World) {
    this.#options = options;
    this.#world = world;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Connect now, also in the middle of waiting for the next attempt. */
  open(): void {
    if (this.#state === "online" || this.#state === "connecting") return;
    this.#connect();
  }

  /** Close for good; what was not acked is kept for the next `open`. */
  close(): void {
    this.#drop(1000);
    this.#become("closed");
  }

  /** Send as soon as the service has welcomed us, and again until it answers. */
  send(request: Request): void {
    const message = this.#outgoing.add(request);
    if (this.#state === "online") this.#transmit(message);
  }

  #connect(): void {
    this.#drop();
    this.#become("connecting");
    const life = this.#life;
    const alive = () => life === this.#life;
    this.#after(PATIENCE_MS, () => this.#state === "connecting" && this.#retryLater());
    this.#socket = this.#world.openSocket(this.#options.url, {
      onOpen: () => alive() && this.#hello(),
      onText: (text) => alive() && this.#hear(text),
      onClose: (code) => alive() && this.#onClose(code),
    });
  }

  #hello(): void {
    const { token, resumePoints } = this.#options;
    const hello: Hello = { type: "hello", resume: resumePoints(), ...(token ? { token } : {}) };
    this.#transmit(hello);
  }

  #hear(text: string): void {
    this.#heardAt = this.#world.clock.now();
    const message = JSON.parse(text) as Outbound;
    if (message.type === "pong") return;
    if (message.type === "welcome") return this.#welcomed(message);
    if (message.type === "error") return this.#refused(message);
    this.#options.onMessage(message);
    if ((message.type === "ack" || message.type === "draft.checked") && message.id) this.#outgoing.settle(message.id);
  }

  #welcomed(welcome: Welcome): void {
    this.#attempt = 0;
    this.#become("online");
    this.#beat(welcome.heartbeat_s * 1000);
    for (const message of this.#outgoing.resume()) this.#transmit(message);
    this.#options.onMessage(welcome);
  }

  #refused(error: ErrorMessage): void {
    if (error.of === "hello" || this.#state === "connecting") return this.#notWelcome(error);
    if (this.#outgoing.retries(error)) return this.#resendLater(error);
    this.#options.onMessage(error);
  }

  #notWelcome(error: ErrorMessage): void {
    if (error.retryable) return this.#retryLater(error.retry_after_ms ?? 0);
    this.#drop(1000);
    this.#become("refused");
    this.#options.onMessage(error);
  }

  #resendLater(error: ErrorMessage): void {
    const id = error.id ?? "";
    const pause = (error.retry_after_ms ?? 0) + jitteredDelayMs(1, this.#world.random(), RETRY);
    this.#after(pause, () => {
      const message = this.#outgoing.get(id);
      if (message && this.#state === "online") this.#transmit(message);
    });
  }

  #beat(everyMs: number): void {
    this.#after(everyMs, () => {
      if (this.#world.clock.now() - this.#heardAt > 2 * everyMs) return this.#retryLater();
      this.#transmit({ type: "ping" });
      this.#beat(everyMs);
    });
  }

  #onClose(code: number): void {
    if (isFinal(code)) {
      this.#drop();
      this.#become("refused");
    } else {
      this.#retryLater();
    }
  }

  #retryLater(atLeastMs = 0): void {
    this.#drop(1000);
    this.#become("waiting");
    const pause = atLeastMs + jitteredDelayMs(this.#attempt++, this.#world.random());
    this.#after(pause, () => this.#connect());
  }

  #transmit(message: object): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #after(delayMs: number, run: () => void): void {
    const cancel = this.#world.clock.after(delayMs, () => {
      this.#timers.delete(cancel);
      run();
    });
    this.#timers.add(cancel);
  }

  /** Forget the socket and every timer: nothing of an earlier life reaches a later one. */
  #drop(code?: number): void {
    this.#life += 1;
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    if (code !== undefined) this.#socket?.close(code);
    this.#socket = null;
  }

  #become(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state);
  }
}

/** What `protocol/close_codes.py` calls "stop": coming back as we are would end the same way. */
export function isFinal(code: number): boolean {
  return [1000, 1007, 1009].includes(code) || (code >= 4500 && code <= 4999);
}
