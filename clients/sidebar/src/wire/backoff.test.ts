import { expect, test } from "vitest";
import { jitteredDelayMs } from "./backoff.js";

const BACKOFF = { firstMs: 100, longestMs: 1000 };

test("the ceiling doubles with each attempt up to the longest", () => {
  const ceilings = [0, 1, 2, 3, 4, 5, 99].map((attempt) => jitteredDelayMs(attempt, 1, BACKOFF));
  expect(ceilings).toEqual([100, 200, 400, 800, 1000, 1000, 1000]);
});

test("jitter is full: any wait from nothing to the ceiling", () => {
  expect(jitteredDelayMs(3, 0, BACKOFF)).toBe(0);
  expect(jitteredDelayMs(3, 0.25, BACKOFF)).toBe(200);
});
