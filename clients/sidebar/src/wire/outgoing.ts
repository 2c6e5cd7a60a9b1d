import type { ErrorMessage, Inbound } from "../generated/messages.js";

type WithoutId<M> = M extends unknown ? Omit<M, "id"> : never;

/** What a client may ask to have sent: the connection numbers it. */
export type Request = WithoutId<Exclude<Inbound, { type: "hello" | "ping" }>>;

interface Waiting {
  readonly message: Request & { readonly id: string };
  refusals: number;
}

export const MOST_REFUSALS = 6;

/**
 * Messages sent and not yet answered, in the order of sending. They are sent again on each new socket until
 * the service acks them: all of them are idempotent on the wire or harmless when repeated.
 */
export class Outgoing {
  #next = 1;
  readonly #waiting = new Map<string, Waiting>();

  add(request: Request): Request & { readonly id: string } {
    const message = { ...request, id: `m${this.#next++}` };
    this.#waiting.set(message.id, { message, refusals: 0 });
    return message;
  }

  /** What to send again on a new socket. Subscriptions are not: each welcome leads to its own. */
  resume(): Request[] {
    for (const [id, { message }] of this.#waiting) {
      if (message.type === "subscribe") this.#waiting.delete(id);
    }
    return [...this.#waiting.values()].map(({ message }) => message);
  }

  get(id: string): Request | undefined {
    return this.#waiting.get(id)?.message;
  }

  /** The service has answered for good. */
  settle(id: string): void {
    this.#waiting.delete(id);
  }

  /** Whether a refused message is to be sent again; if not, it is forgotten. */
  retries(error: ErrorMessage): boolean {
    const waiting = this.#waiting.get(error.id ?? "");
    if (waiting === undefined) return false;
    waiting.refusals += 1;
    if (error.retryable && waiting.refusals <= MOST_REFUSALS) return true;
    this.#waiting.delete(waiting.message.id);
    return false;
  }
}
