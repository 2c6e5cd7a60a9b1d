import type { Ack, Inbound, Outbound, Resumed, Welcome } from "../generated/messages.js";
import type { Socket, SocketEvents, World } from "../wire/ports.js";
import { VirtualClock } from "./virtual-clock.js";

/** One socket as the service sees it. */
export class FakeSocket implements Socket {
  readonly url: string;
  readonly sent: Inbound[] = [];
  closedWith: number | null = null;
  readonly #events: SocketEvents;

  constructor(url: string, events: SocketEvents) {
    this.url = url;
    this.#events = events;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Inbound);
  }

  close(code = 1005): void {
    this.closedWith = code;
  }

  accept(): void {
    this.#events.onOpen();
  }

  say(message: Outbound): void {
    this.#events.onText(JSON.stringify(message));
  }

  /** Open, read the hello, welcome the client. */
  welcome(resumed: Resumed[] = []): void {
    this.accept();
    this.say(welcome(resumed));
  }

  die(code = 1006): void {
    this.#events.onClose(code);
  }

  sentOf<T extends Inbound["type"]>(type: T): Extract<Inbound, { type: T }>[] {
    return this.sent.filter((one): one is Extract<Inbound, { type: T }> => one.type === type);
  }

  ack(message: Inbound, more: Partial<Ack> = {}): void {
    this.say({ type: "ack", of: message.type, ...(message.id ? { id: message.id } : {}), ...more });
  }
}

/** Sockets that tests hold the other end of, a virtual clock, and dice that always show the same. */
export class FakeWorld implements World {
  readonly clock = new VirtualClock();
  readonly sockets: FakeSocket[] = [];
  dice = 0.5;
  readonly random = (): number => this.dice;
  readonly openSocket = (url: string, events: SocketEvents): FakeSocket => {
    const socket = new FakeSocket(url, events);
    this.sockets.push(socket);
    return socket;
  };

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error("no socket was opened");
    return socket;
  }
}

export function welcome(resumed: Resumed[] = []): Welcome {
  return {
    type: "welcome",
    protocol: 1,
    service: "fake",
    model: "fake",
    heartbeat_s: 20,
    limits: { max_text_chars: 4000, max_message_bytes: 65536 },
    resumed,
  };
}
