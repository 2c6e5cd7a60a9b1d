import { expect, test } from "vitest";
import type { Event, Reading } from "../generated/messages.js";
import { head, hintClosed, hintOpened, moodChanged, NOW_S, stepsChanged } from "../testing/samples.js";
import { apply, currentHint, EMPTY, nextExpiryS, setClock, type View } from "./state.js";

const after = (...events: Event[]): View => events.reduce<View>(apply, EMPTY);

const reading = (role: "customer" | "agent", emotion: "anger" | "neutral" | null): Reading => ({
  type: "reading",
  ...head(1),
  utterance_id: "u",
  turn: 0,
  role,
  language: "fi",
  address: "none",
  acts: [],
  reading: emotion && {
    sentiment: "negative",
    valence: -0.5,
    emotion,
    emotions: {},
    present: [],
    confidence: 0.8,
  },
});

test("the mood's history grows by the turn, not by the rolling mean", () => {
  const view = after(moodChanged(1, { turn: -0.8, rolling: -0.8 }), moodChanged(2, { turn: 0.4, rolling: -0.2 }));
  expect(view.moods).toEqual([-0.8, 0.4]);
  expect(view.mood?.rolling).toBe(-0.2);
});

test("only what the customer says has a feeling, and neutral has none", () => {
  expect(after(reading("customer", "anger")).feeling).toBe("anger");
  expect(after(reading("customer", "anger"), reading("agent", null)).feeling).toBe("anger");
  expect(after(reading("customer", "anger"), reading("customer", "neutral")).feeling).toBeNull();
});

test("a hint that is opened again moves to the end and stands once", () => {
  const view = after(hintOpened(1, "a"), hintOpened(2, "b"), hintOpened(3, "a"));
  expect(view.hints.map(({ id }) => id)).toEqual(["b", "a"]);
});

test("closing an unknown hint changes nothing that is seen", () => {
  expect(after(hintClosed(1, "nobody"))).toEqual(EMPTY);
});

test("ledgers are replaced whole", () => {
  expect(after(stepsChanged(1), stepsChanged(2, "kiita")).steps.filter((step) => step.done)).toHaveLength(1);
});

test("the summary ends the advice", () => {
  const summary: Event = {
    type: "summary",
    ...head(2),
    mood_start: -0.7,
    mood_end: 0.5,
    turns: 8,
    steps_done: [],
    questions: [],
    promises: [],
  };
  expect(after(hintOpened(1, "a"), summary)).toMatchObject({ hints: [], summary: { turns: 8 } });
});

test("an alert is for the team lead: nothing changes here", () => {
  expect(after({ type: "alert", ...head(1), alert: "escalation", why: "x" })).toEqual(EMPTY);
});

test("of several open hints the first that has not expired is shown", () => {
  const view = after(hintOpened(1, "old", { expires_at: NOW_S + 10 }), hintOpened(2, "new"));
  expect(currentHint(view, NOW_S)?.id).toBe("old");
  expect(currentHint(view, NOW_S + 10)?.id).toBe("new");
  expect(nextExpiryS(view, NOW_S + 10)).toBe(290);
});

test("a live event sets our watch, however wrong this computer's clock is", () => {
  const wrong = NOW_S - 86_400;
  const view = setClock(after(hintOpened(1, "a")), NOW_S, true, wrong);
  expect(currentHint(view, wrong + 299)?.id).toBe("a");
  expect(currentHint(view, wrong + 301)).toBeNull();
});

test("an old event of a wall-clock conversation does not turn our watch back", () => {
  const view = setClock(EMPTY, NOW_S - 3600, false, NOW_S);
  expect(view.aheadS).toBe(0);
});

test("a conversation that counts from zero keeps its own time", () => {
  expect(setClock(EMPTY, 42, false, NOW_S).aheadS).toBe(42 - NOW_S);
});
