import { beforeEach, describe, expect, test } from "vitest";
import { VirtualClock } from "../src/testing/virtual-clock.js";
import conversations from "./conversations.json";
import { type Line, pauseBeforeMs, Replay } from "./replay.js";

const LINES: Line[] = [
  { role: "customer", text: "Paketti on myöhässä." },
  { role: "agent", text: "Pahoittelen." },
  { role: "customer", text: "Kiitos." },
];

let clock: VirtualClock;
let said: string[];
let replay: Replay;

beforeEach(() => {
  clock = new VirtualClock();
  said = [];
  replay = new Replay(
    clock,
    (line) => said.push(line.text),
    () => {},
  );
  replay.play(LINES);
});

test("lines come one by one at a natural pace, then it is over", () => {
  expect(said).toEqual([]);
  clock.advance(pauseBeforeMs(LINES[0]!));
  expect(said).toHaveLength(1);
  clock.advance(60_000);
  expect(said).toHaveLength(3);
  expect(replay.state.kind).toBe("idle");
});

test("a pause holds the next line back", () => {
  replay.togglePause();
  clock.advance(60_000);
  expect(said).toEqual([]);
  replay.togglePause();
  clock.advance(60_000);
  expect(said).toHaveLength(3);
});

test("skipping says the next line now and no line twice", () => {
  replay.skip();
  expect(said).toHaveLength(1);
  clock.advance(60_000);
  expect(said).toEqual(LINES.map(({ text }) => text));
});

test("stopping says nothing more", () => {
  replay.stop();
  clock.advance(60_000);
  expect(said).toEqual([]);
});

describe.each(conversations)("the ready conversation $title", ({ turns }) => {
  test("has six to ten turns that begin with the customer and alternate", () => {
    expect(turns.length).toBeGreaterThanOrEqual(6);
    expect(turns.length).toBeLessThanOrEqual(10);
    expect(turns.map(({ role }) => role)).toEqual(turns.map((_, index) => (index % 2 ? "agent" : "customer")));
  });

  test("plays in under a minute", () => {
    const total = (turns as Line[]).reduce((sum, line) => sum + pauseBeforeMs(line), 0);
    expect(total).toBeLessThan(60_000);
  });
});
