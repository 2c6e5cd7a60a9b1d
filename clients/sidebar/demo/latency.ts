/**
 * How long from sending a message until the hint it led to is on the screen. Matched by offsets: an
 * utterance's ack tells the last offset after it, so the hints it opened lie above the ack before.
 */
export class Latency {
  readonly #hints: { offset: number; at: number }[] = [];
  readonly #samples: number[] = [];
  #ackedOffset = 0;

  /** A hint opened by the event at `offset` was drawn at `at` (milliseconds). */
  drawn(offset: number, at: number): void {
    this.#hints.push({ offset, at });
  }

  /** An utterance sent at `sentAt` was committed and left the conversation at `offset`. */
  committed(offset: number, sentAt: number): void {
    const from = this.#ackedOffset;
    this.#ackedOffset = Math.max(from, offset);
    this.#pending.push({ from, to: offset, sentAt });
  }

  readonly #pending: { from: number; to: number; sentAt: number }[] = [];

  /** Milliseconds of each hint matched so far, oldest first. */
  samples(): readonly number[] {
    for (const { offset, at } of this.#hints.splice(0)) {
      const cause = this.#pending.find(({ from, to }) => offset > from && offset <= to);
      if (cause && at >= cause.sentAt) this.#samples.push(at - cause.sentAt);
      else if (!cause && offset > this.#ackedOffset) this.#hints.push({ offset, at }); // its ack is on the way
    }
    return this.#samples;
  }
}

export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[sorted.length % 2 ? middle : middle - 1], sorted[middle]];
  return (low + high) / 2;
}
