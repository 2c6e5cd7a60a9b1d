import type { Ack, Outbound, Resumed, ResumePoint, Subscribe, Welcome } from "../generated/messages.js";
import { isOrdered, judge, type Place } from "./order.js";

export type Followed =
  | { readonly kind: "event"; readonly event: Outbound; readonly live: boolean }
  | { readonly kind: "start_over" };

/**
 * Follows one conversation exactly once: takes each event in order, passes over what it has seen, and on a
 * gap or after an incomplete recovery says what to ask of the service.
 */
export class Follower {
  readonly conversationId: string;
  readonly #subscribe: (request: Omit<Subscribe, "id">) => void;
  #place: Place | null = null;
  #liveAfter = Number.POSITIVE_INFINITY;
  #asked = false;

  constructor(conversationId: string, subscribe: (request: Omit<Subscribe, "id">) => void) {
    this.conversationId = conversationId;
    this.#subscribe = subscribe;
  }

  get place(): Place | null {
    return this.#place;
  }

  /** For the next hello. */
  resumePoints(): ResumePoint[] {
    if (this.#place === null) return [];
    return [{ conversation_id: this.conversationId, ...this.#place }];
  }

  /** Take a message of the service; what it comes to, if anything. */
  take(message: Outbound): Followed | null {
    if (message.type === "welcome") return this.#welcomed(message);
    if (message.type === "ack") return this.#acked(message);
    if (!isOrdered(message) || message.conversation_id !== this.conversationId) return null;
    return this.#event(message);
  }

  /** Ask for everything from the beginning, as on the first day. */
  askFromStart(): void {
    this.#place = null;
    this.#ask({ type: "subscribe", conversation_id: this.conversationId, from_start: true });
  }

  #welcomed(welcome: Welcome): Followed | null {
    this.#asked = false;
    if (this.#place === null) {
      this.askFromStart();
      return null;
    }
    const mine = welcome.resumed.find((one) => one.conversation_id === this.conversationId);
    return mine?.epoch ? this.#resumed(mine) : this.#startOver(); // no epoch: no such conversation any more
  }

  #acked(ack: Ack): Followed | null {
    if (ack.of !== "subscribe" || ack.conversation_id !== this.conversationId) return null;
    this.#asked = false;
    return this.#resumed(ack);
  }

  /** Events up to the offset told here are history. Without full recovery they come from the first one. */
  #resumed({ offset, recovered }: Resumed | Ack): Followed | null {
    this.#liveAfter = offset ?? this.#liveAfter;
    if (recovered !== false) return null;
    this.#place = null;
    return { kind: "start_over" };
  }

  #event(event: Outbound & Place): Followed | null {
    const verdict = judge(this.#place, event);
    if (verdict === "take") {
      this.#place = { epoch: event.epoch, offset: event.offset };
      return { kind: "event", event, live: event.offset > this.#liveAfter };
    }
    if (verdict === "gap" && this.#place && !this.#asked) {
      this.#ask({ type: "subscribe", conversation_id: this.conversationId, ...this.#place });
    }
    return verdict === "other_epoch" && !this.#asked ? this.#startOver() : null;
  }

  #startOver(): Followed {
    this.askFromStart();
    return { kind: "start_over" };
  }

  #ask(request: Omit<Subscribe, "id">): void {
    this.#asked = true;
    this.#subscribe(request);
  }
}
