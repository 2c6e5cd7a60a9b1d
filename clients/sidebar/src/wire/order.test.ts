import { describe, expect, test } from "vitest";
import { isOrdered, judge, type Place } from "./order.js";

const at = (offset: number, epoch = "e1"): Place => ({ epoch, offset });

describe("an event is", () => {
  test("taken when it is the next one", () => expect(judge(at(3), at(4))).toBe("take"));
  test("passed over when it was seen", () => {
    expect(judge(at(3), at(3))).toBe("seen");
    expect(judge(at(3), at(1))).toBe("seen");
  });
  test("a gap when one before it is missing", () => expect(judge(at(3), at(5))).toBe("gap"));
  test("taken from nowhere at any offset, because the beginning may have been trimmed", () => {
    expect(judge(null, at(7))).toBe("take");
    expect(judge(at(0), at(7))).toBe("take");
  });
  test("of another life when its epoch differs", () => expect(judge(at(3), at(4, "e2"))).toBe("other_epoch"));
});

test("whatever comes how often and in which order, each offset is taken once and in order", () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 200; round++) {
    let place: Place = at(1);
    const taken: number[] = [];
    for (let step = 0; step < 60; step++) {
      const event = at(Math.max(1, place.offset - 2 + random(5)));
      if (judge(place, event) === "take") {
        taken.push(event.offset);
        place = event;
      }
    }
    expect(taken).toEqual(taken.map((_, index) => index + 2));
  }
});

test("messages of types newer than this client count as events when they carry a place", () => {
  expect(isOrdered({ type: "novelty", conversation_id: "c", epoch: "e", offset: 2 })).toBe(true);
  expect(isOrdered({ type: "pong" })).toBe(false);
});
