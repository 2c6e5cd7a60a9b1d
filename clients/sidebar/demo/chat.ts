import type { ErrorMessage, Outbound, Role } from "../src/generated/messages.js";
import { Connection, type ConnectionState } from "../src/wire/connection.js";
import type { World } from "../src/wire/ports.js";

export interface Said {
  readonly id: string;
  readonly role: Role;
  readonly text: string;
  readonly state: "sending" | "delivered" | { readonly failed: string };
}

export interface ChatEvents {
  readonly onChange: () => void;
  /** The service has opened the conversation: a sidebar may follow it. */
  readonly onStarted: (conversationId: string) => void;
  /** The utterance is committed; `offset` is the conversation's last event after it. */
  readonly onCommitted: (utteranceId: string, offset: number) => void;
}

/** One conversation between a customer and an agent, both played here. */
export class Chat {
  readonly conversationId: string;
  readonly #connection: Connection;
  readonly #events: ChatEvents;
  #said: readonly Said[] = [];
  #maxChars: number | null = null;

  constructor(url: string, conversationId: string, world: World, events: ChatEvents) {
    this.conversationId = conversationId;
    this.#events = events;
    this.#connection = new Connection(
      {
        url,
        token: null,
        resumePoints: () => [],
        onMessage: (message) => this.#hear(message),
        onState: () => events.onChange(),
      },
      world,
    );
    this.#connection.send({ type: "conversation.start", conversation_id: conversationId, channel: "chat" });
    this.#connection.open();
  }

  get said(): readonly Said[] {
    return this.#said;
  }

  get connection(): ConnectionState {
    return this.#connection.state;
  }

  get maxChars(): number | null {
    return this.#maxChars;
  }

  /** Say it now, or as soon as the service is there; the same words are never said twice. */
  say(role: Role, text: string): string {
    const id = `u${this.#said.length + 1}`;
    this.#said = [...this.#said, { id, role, text, state: "sending" }];
    const { conversationId } = this;
    this.#connection.send({
      type: "utterance",
      conversation_id: conversationId,
      utterance_id: id,
      role,
      text,
      final: true,
    });
    this.#events.onChange();
    return id;
  }

  /** Close the conversation: the sidebar sums it up. */
  end(): void {
    this.#connection.send({ type: "conversation.end", conversation_id: this.conversationId });
  }

  close(): void {
    this.#connection.close();
  }

  #hear(message: Outbound): void {
    if (message.type === "welcome") this.#maxChars = message.limits.max_text_chars;
    if (message.type === "error") this.#refused(message);
    if (message.type === "ack" && message.of === "conversation.start") this.#events.onStarted(this.conversationId);
    if (message.type === "ack" && message.utterance_id) {
      this.#mark(message.utterance_id, "delivered");
      this.#events.onCommitted(message.utterance_id, message.offset ?? 0);
    }
    this.#events.onChange();
  }

  #refused(error: ErrorMessage): void {
    if (error.utterance_id) this.#mark(error.utterance_id, { failed: error.code });
  }

  #mark(id: string, state: Said["state"]): void {
    this.#said = this.#said.map((one) => (one.id === id ? { ...one, state } : one));
  }
}
