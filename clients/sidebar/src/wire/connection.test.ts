import { beforeEach, describe, expect, test } from "vitest";
import type { Outbound, ResumePoint } from "../generated/messages.js";
import { FakeWorld } from "../testing/fake-world.js";
import { Connection, type ConnectionState, isFinal } from "./connection.js";
import { MOST_REFUSALS } from "./outgoing.js";

let world: FakeWorld;
let heard: Outbound[];
let states: ConnectionState[];
let points: ResumePoint[];
let connection: Connection;

const MARK = { type: "step.mark", conversation_id: "c1", step: "kiita", done: true } as const;
const refusal = (more: object): Outbound => ({
  type: "error",
  code: "overloaded",
  message: "",
  retryable: true,
  ...more,
});

beforeEach(() => {
  world = new FakeWorld();
  heard = [];
  states = [];
  points = [];
  connection = new Connection(
    {
      url: "ws://here/v1/ws",
      token: "secret",
      resumePoints: () => points,
      onMessage: (message) => heard.push(message),
      onState: (state) => states.push(state),
    },
    world,
  );
  connection.open();
});

describe("saying hello", () => {
  test("comes first, with the token and where to resume", () => {
    points = [{ conversation_id: "c1", epoch: "e1", offset: 4 }];
    world.socket.accept();
    expect(world.socket.sent).toEqual([{ type: "hello", token: "secret", resume: points }]);
  });

  test("holds other messages back until the service welcomes us", () => {
    connection.send(MARK);
    world.socket.accept();
    expect(world.socket.sentOf("step.mark")).toEqual([]);
    world.socket.welcome();
    expect(world.socket.sentOf("step.mark")).toHaveLength(1);
  });

  test("a refused token stops for good", () => {
    world.socket.accept();
    world.socket.say(refusal({ code: "unauthorised", retryable: false, of: "hello" }));
    expect(connection.state).toBe("refused");
    world.clock.advance(3_600_000);
    expect(world.sockets).toHaveLength(1);
  });

  test("an overloaded service is asked again after its own pause", () => {
    world.socket.accept();
    world.socket.say(refusal({ of: "hello", retry_after_ms: 4000 }));
    world.clock.advance(3999);
    expect(world.sockets).toHaveLength(1);
    world.clock.advance(1000);
    expect(world.sockets).toHaveLength(2);
  });

  test("silence instead of a welcome leads to another attempt", () => {
    world.clock.advance(20_000);
    expect(world.sockets.length).toBeGreaterThan(1);
  });
});

describe("a lost connection", () => {
  beforeEach(() => world.socket.welcome());

  test("comes back after a jittered wait that grows with each failure", () => {
    world.dice = 1;
    world.socket.die();
    expect(connection.state).toBe("waiting");
    world.clock.advance(299);
    expect(world.sockets).toHaveLength(1);
    world.clock.advance(1);
    expect(world.sockets).toHaveLength(2);
    world.socket.die();
    world.clock.advance(599);
    expect(world.sockets).toHaveLength(2);
    world.clock.advance(1);
    expect(world.sockets).toHaveLength(3);
  });

  test("starts counting anew once it was welcomed", () => {
    world.dice = 1;
    for (let failures = 0; failures < 4; failures++) {
      world.socket.die();
      world.clock.advance(2500);
    }
    world.socket.welcome();
    world.socket.die();
    const before = world.sockets.length;
    world.clock.advance(300);
    expect(world.sockets).toHaveLength(before + 1);
  });

  test("sends what was not acked again, under the same id, and nothing that was", () => {
    connection.send(MARK);
    connection.send({ ...MARK, done: false });
    const [first, second] = world.socket.sentOf("step.mark");
    world.socket.ack(first!);
    world.socket.die();
    world.clock.advance(1000);
    world.socket.welcome();
    expect(world.socket.sentOf("step.mark")).toEqual([second]);
  });

  test("leaves subscriptions to whoever listens to the welcome", () => {
    connection.send({ type: "subscribe", conversation_id: "c1" });
    world.socket.die();
    world.clock.advance(1000);
    world.socket.welcome();
    expect(world.socket.sentOf("subscribe")).toEqual([]);
  });

  test("nothing from the old socket is heard any more", () => {
    const old = world.socket;
    old.die();
    world.clock.advance(1000);
    heard.length = 0;
    old.say({ type: "ack", of: "utterance" });
    old.die();
    expect(heard).toEqual([]);
    expect(connection.state).toBe("connecting");
  });

  test("opening by hand cuts the wait short", () => {
    world.socket.die();
    connection.open();
    expect(world.sockets).toHaveLength(2);
  });
});

describe("the heartbeat", () => {
  beforeEach(() => world.socket.welcome());

  test("pings at the service's pace", () => {
    world.clock.advance(20_000);
    expect(world.socket.sentOf("ping")).toHaveLength(1);
  });

  test("a service that answers keeps its connection", () => {
    for (let beats = 0; beats < 10; beats++) {
      world.clock.advance(20_000);
      world.socket.say({ type: "pong" });
    }
    expect(world.sockets).toHaveLength(1);
    expect(heard.some(({ type }) => type === "pong")).toBe(false);
  });

  test("a service that says nothing for over two beats is left", () => {
    const silent = world.socket;
    world.clock.advance(60_001);
    expect(silent.closedWith).toBe(1000);
    expect(states).toContain("waiting");
  });
});

describe("a refusal", () => {
  beforeEach(() => {
    world.socket.welcome();
    connection.send(MARK);
    heard.length = 0;
  });

  test("that may pass is not told but sent again after its pause", () => {
    world.socket.say(refusal({ of: "step.mark", id: "m1", retry_after_ms: 200 }));
    expect(heard).toEqual([]);
    world.clock.advance(2000);
    expect(world.socket.sentOf("step.mark")).toHaveLength(2);
  });

  test("that keeps coming is told in the end", () => {
    for (let times = 0; times <= MOST_REFUSALS; times++) {
      world.socket.say(refusal({ of: "step.mark", id: "m1" }));
      world.clock.advance(2000);
      world.socket.say({ type: "pong" });
    }
    expect(heard).toMatchObject([{ type: "error", code: "overloaded" }]);
    expect(world.socket.sentOf("step.mark")).toHaveLength(MOST_REFUSALS + 1);
  });

  test("for good is told at once and not repeated after a reconnect", () => {
    world.socket.say(refusal({ code: "unknown_step", retryable: false, of: "step.mark", id: "m1" }));
    expect(heard).toMatchObject([{ code: "unknown_step" }]);
    world.socket.die();
    world.clock.advance(1000);
    world.socket.welcome();
    expect(world.socket.sentOf("step.mark")).toEqual([]);
  });
});

test("close codes say whether to come back, as protocol/close_codes.py has them", () => {
  expect([1000, 1007, 1009, 4500, 4501].every(isFinal)).toBe(true);
  expect([1001, 1006, 1011, 1012, 4000].some(isFinal)).toBe(false);
});

test("closing leaves nothing ticking", () => {
  world.socket.welcome();
  connection.close();
  expect(world.socket.closedWith).toBe(1000);
  expect(world.clock.waiting).toBe(0);
  expect(connection.state).toBe("closed");
});
