/** What the connection needs from the world: a socket, a clock and dice. Tests bring their own. */

export interface Socket {
  send(text: string): void;
  close(code?: number): void;
}

export interface SocketEvents {
  onOpen(): void;
  onText(text: string): void;
  onClose(code: number): void;
}

export type OpenSocket = (url: string, events: SocketEvents) => Socket;

export interface Clock {
  now(): number;
  after(delayMs: number, run: () => void): Cancel;
}

export type Cancel = () => void;

export interface World {
  readonly openSocket: OpenSocket;
  readonly clock: Clock;
  readonly random: () => number;
}

export const browser: World = {
  openSocket(url, events) {
    const socket = new WebSocket(url);
    socket.onopen = () => events.onOpen();
    socket.onmessage = (message) => {
      if (typeof message.data === "string") events.onText(message.data);
    };
    socket.onclose = (closed) => events.onClose(closed.code);
    return socket;
  },
  clock: {
    now: () => Date.now(),
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  },
  random: () => Math.random(),
};
