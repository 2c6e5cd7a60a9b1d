import { expect, test } from "vitest";
import { Latency, median } from "./latency.js";

test("a hint is timed from the message whose commit opened it", () => {
  const latency = new Latency();
  latency.committed(3, 100);
  latency.drawn(6, 208);
  latency.committed(7, 200);
  expect(latency.samples()).toEqual([8]);
});

test("a hint drawn before its message was acked waits for the ack", () => {
  const latency = new Latency();
  latency.drawn(2, 106);
  expect(latency.samples()).toEqual([]);
  latency.committed(4, 100);
  expect(latency.samples()).toEqual([6]);
});

test("a hint that no message opened is not timed", () => {
  const latency = new Latency();
  latency.committed(4, 100);
  latency.drawn(5, 400); // opened by a dismissal in between
  latency.committed(8, 900);
  expect(latency.samples()).toEqual([]);
});

test("the median is the middle, or between the two middles", () => {
  expect([median([5]), median([9, 1, 5]), median([1, 2, 3, 10])]).toEqual([5, 5, 2.5]);
});
