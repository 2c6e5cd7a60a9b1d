export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

export const RECONNECT: Backoff = { firstMs: 300, longestMs: 15_000 };

/**
 * Full jitter: anywhere between nothing and a ceiling that doubles with each attempt (from 0), so that the
 * sidebars of a whole floor do not come back in the same instant after a restart.
 */
export function jitteredDelayMs(attempt: number, random: number, backoff: Backoff = RECONNECT): number {
  const ceiling = Math.min(backoff.longestMs, backoff.firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(random * ceiling);
}
