import { beforeEach, describe, expect, test } from "vitest";
import type { Outbound, Subscribe } from "../generated/messages.js";
import { CONVERSATION, EPOCH, hintOpened, moodChanged } from "../testing/samples.js";
import { welcome } from "../testing/fake-world.js";
import { Follower } from "./follower.js";

let asked: Omit<Subscribe, "id">[];
let follower: Follower;

const acked = (offset: number, more: object = {}): Outbound => ({
  type: "ack",
  of: "subscribe",
  conversation_id: CONVERSATION,
  epoch: EPOCH,
  offset,
  ...more,
});
const taken = (message: Outbound) => follower.take(message)?.kind ?? null;

beforeEach(() => {
  asked = [];
  follower = new Follower(CONVERSATION, (request) => asked.push(request));
  follower.take(welcome());
});

test("the first welcome leads to a subscription from the start", () => {
  expect(asked).toEqual([{ type: "subscribe", conversation_id: CONVERSATION, from_start: true }]);
  expect(follower.resumePoints()).toEqual([]);
});

test("an event seen before is passed over", () => {
  expect([1, 2, 2, 1, 3].map((offset) => taken(moodChanged(offset)))).toEqual([
    "event",
    "event",
    null,
    null,
    "event",
  ]);
});

test("events of other conversations are not its business", () => {
  expect(taken({ ...moodChanged(1), conversation_id: "other" })).toBeNull();
});

test("events up to the ack's offset are history, later ones are live", () => {
  follower.take(acked(2, { recovered: true }));
  expect([1, 2, 3].map((offset) => follower.take(moodChanged(offset)))).toMatchObject([
    { live: false },
    { live: false },
    { live: true },
  ]);
});

describe("on a gap", () => {
  beforeEach(() => {
    follower.take(acked(1));
    follower.take(moodChanged(1));
    asked.length = 0;
  });

  test("it asks once for what comes after the last event seen, and takes it in order", () => {
    expect([3, 4].map((offset) => taken(moodChanged(offset)))).toEqual([null, null]);
    expect(asked).toEqual([{ type: "subscribe", conversation_id: CONVERSATION, epoch: EPOCH, offset: 1 }]);
    follower.take(acked(4, { recovered: true }));
    expect([2, 3, 4].map((offset) => taken(moodChanged(offset)))).toEqual(["event", "event", "event"]);
  });

  test("it asks again when another gap shows after the answer", () => {
    follower.take(moodChanged(3));
    follower.take(acked(3, { recovered: true }));
    follower.take(moodChanged(3));
    expect(asked).toHaveLength(2);
  });
});

describe("after a reconnect", () => {
  beforeEach(() => {
    follower.take(acked(0, { recovered: true }));
    follower.take(hintOpened(1, "h"));
    follower.take(moodChanged(2));
    asked.length = 0;
  });

  test("hello resumes from the last event seen, and a full recovery goes on from there", () => {
    const point = { conversation_id: CONVERSATION, epoch: EPOCH, offset: 2 };
    expect(follower.resumePoints()).toEqual([point]);
    follower.take(welcome([{ ...point, offset: 4, recovered: true }]));
    expect(asked).toEqual([]);
    expect([3, 4].map((offset) => taken(moodChanged(offset)))).toEqual(["event", "event"]);
  });

  test("an incomplete recovery starts over: the service tells everything from the first event", () => {
    const followed = follower.take(
      welcome([{ conversation_id: CONVERSATION, epoch: "e2", offset: 9, recovered: false }]),
    );
    expect(followed).toEqual({ kind: "start_over" });
    expect(asked).toEqual([]);
    expect(taken(moodChanged(1, {}, "e2"))).toBe("event");
  });

  test("a conversation that is no longer there is subscribed to anew", () => {
    follower.take(welcome([{ conversation_id: CONVERSATION, epoch: "", offset: 0, recovered: false }]));
    expect(asked).toEqual([{ type: "subscribe", conversation_id: CONVERSATION, from_start: true }]);
  });

  test("an event of another epoch makes it ask for everything", () => {
    expect(taken(moodChanged(3, {}, "e2"))).toBe("start_over");
    expect(asked).toEqual([{ type: "subscribe", conversation_id: CONVERSATION, from_start: true }]);
  });
});
