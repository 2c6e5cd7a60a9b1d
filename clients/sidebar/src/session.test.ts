import { beforeEach, describe, expect, test } from "vitest";
import { Session } from "./session.js";
import { FakeWorld } from "./testing/fake-world.js";
import { CONVERSATION, EPOCH, hintClosed, hintOpened, moodChanged, stepsChanged } from "./testing/samples.js";

let world: FakeWorld;
let session: Session;
let changes: number;

beforeEach(() => {
  world = new FakeWorld();
  changes = 0;
  session = new Session(
    { url: "ws://here", token: null, conversationId: CONVERSATION, onChange: () => changes++ },
    world,
  );
  session.open();
  world.socket.welcome();
  const [subscription] = world.socket.sentOf("subscribe");
  world.socket.ack(subscription!, { conversation_id: CONVERSATION, epoch: EPOCH, offset: 0, recovered: true });
});

const reconnect = (offset: number) => {
  world.socket.die(1012);
  world.clock.advance(1000);
  world.socket.welcome([{ conversation_id: CONVERSATION, epoch: EPOCH, offset, recovered: true }]);
};

test("a hint comes and goes with the service's word", () => {
  world.socket.say(hintOpened(1, "h1"));
  expect(session.hint?.id).toBe("h1");
  expect(session.offsetOf("h1")).toBe(1);
  world.socket.say(hintClosed(2, "h1"));
  expect(session.hint).toBeNull();
  expect(changes).toBeGreaterThan(0);
});

test("the first hint stays in view while others wait", () => {
  world.socket.say(hintOpened(1, "h1"));
  world.socket.say(hintOpened(2, "h2"));
  expect(session.hint?.id).toBe("h1");
  world.socket.say(hintClosed(3, "h1"));
  expect(session.hint?.id).toBe("h2");
});

test("resumes after a restart where it was, without showing anything twice", () => {
  world.socket.say(hintOpened(1, "h1"));
  world.socket.say(moodChanged(2));
  reconnect(3);
  expect(world.socket.sentOf("hello")[0]?.resume).toEqual([
    { conversation_id: CONVERSATION, epoch: EPOCH, offset: 2 },
  ]);
  for (const event of [hintOpened(1, "h1"), moodChanged(2), moodChanged(3, { turn: 0.2 })]) world.socket.say(event);
  expect(session.view.moods).toEqual([-0.5, 0.2]);
  expect(session.view.hints).toHaveLength(1);
});

test("starts over with an empty view when events were lost", () => {
  world.socket.say(moodChanged(1));
  world.socket.die();
  world.clock.advance(1000);
  world.socket.welcome([{ conversation_id: CONVERSATION, epoch: "e2", offset: 5, recovered: false }]);
  expect(session.view.mood).toBeNull();
  world.socket.say(moodChanged(1, { turn: 0.3 }, "e2"));
  expect(session.view.moods).toEqual([0.3]);
});

describe("an expired hint", () => {
  test("is not shown when its time passes while it stands open", () => {
    world.socket.say(hintOpened(1, "h1"));
    expect(session.nextExpiryMs).toBeCloseTo(300_000, -2);
    world.clock.advance(300_001);
    expect(session.hint).toBeNull();
    expect(session.nextExpiryMs).toBeNull();
  });

  test("is not shown when it comes late", () => {
    world.clock.advance(600_000);
    reconnect(1);
    world.socket.say(hintOpened(1, "h1"));
    expect(session.hint).toBeNull();
  });
});

describe("feedback", () => {
  test("is told once for each hint, phrase and outcome, also across a reconnect", () => {
    world.socket.say(hintOpened(1, "h1"));
    session.tell("h1", "shown");
    session.tell("h1", "shown");
    session.tell("h1", "inserted", "p1");
    const told = world.socket.sentOf("feedback");
    expect(told).toMatchObject([
      { hint_id: "h1", outcome: "shown" },
      { hint_id: "h1", outcome: "inserted", phrase_id: "p1" },
    ]);
    for (const one of told) world.socket.ack(one);
    reconnect(1);
    session.tell("h1", "shown");
    expect(world.socket.sentOf("feedback")).toEqual([]);
  });

  test("dismissing takes the card away at once and shows the next", () => {
    world.socket.say(hintOpened(1, "h1"));
    world.socket.say(hintOpened(2, "h2"));
    session.dismiss("h1");
    expect(session.hint?.id).toBe("h2");
    expect(world.socket.sentOf("feedback")).toMatchObject([{ hint_id: "h1", outcome: "dismissed" }]);
  });

  test("on a hint that is gone already is no trouble", () => {
    world.socket.say({ type: "error", code: "unknown_hint", message: "", retryable: false, of: "feedback" });
    expect(session.trouble).toBeNull();
  });
});

describe("a step", () => {
  const done = () => session.view.steps.filter((step) => step.done).map((step) => step.id);

  test("is ticked at once and confirmed by the service", () => {
    world.socket.say(stepsChanged(1));
    session.mark("kiita", true);
    expect(done()).toEqual(["kiita"]);
    expect(world.socket.sentOf("step.mark")).toMatchObject([{ step: "kiita", done: true }]);
    world.socket.say(stepsChanged(2, "kiita"));
    expect(done()).toEqual(["kiita"]);
  });

  test("goes back when the service refuses", () => {
    world.socket.say(stepsChanged(1, "pahoittele"));
    session.mark("kiita", true);
    world.socket.say({
      type: "error",
      code: "conversation_ended",
      message: "",
      retryable: false,
      of: "step.mark",
      id: world.socket.sentOf("step.mark")[0]!.id!,
    });
    expect(done()).toEqual(["pahoittele"]);
    expect(session.trouble).toBe("conversation_ended");
  });
});

test("a conversation that is not ours to see is not asked for again", () => {
  world.socket.say({ type: "error", code: "forbidden", message: "", retryable: false, of: "subscribe" });
  world.clock.advance(5000);
  expect(world.socket.sentOf("subscribe")).toHaveLength(1);
  expect(session.trouble).toBe("forbidden");
});

test("a conversation that has not started yet is asked for again", () => {
  const refuse = () =>
    world.socket.say({
      type: "error",
      code: "unknown_conversation",
      message: "",
      retryable: false,
      of: "subscribe",
    });
  refuse();
  expect(session.trouble).toBe("unknown_conversation");
  world.clock.advance(1500);
  const subscriptions = world.socket.sentOf("subscribe");
  expect(subscriptions).toHaveLength(2);
  world.socket.ack(subscriptions[1]!, { conversation_id: CONVERSATION, epoch: EPOCH, offset: 0 });
  expect(session.trouble).toBeNull();
});
