import { afterEach, expect, test } from "vitest";
import { dueWords } from "./due.js";

const WORDS = { today: "tänään", tomorrow: "huomenna", yesterday: "eilen", at: "klo" };
const NOW = new Date("2025-11-21T13:00:00+02:00");
const say = (due: string) => dueWords(due, NOW, WORDS);

const ZONE = process.env["TZ"];
afterEach(() => {
  if (ZONE === undefined) delete process.env["TZ"];
  else process.env["TZ"] = ZONE;
});

test("near days have names, others a date", () => {
  expect(say("2025-11-21T15:00:00+02:00")).toBe("tänään klo 15.00");
  expect(say("2025-11-22T09:05:00+02:00")).toBe("huomenna klo 9.05");
  expect(say("2025-11-20T16:00:00+02:00")).toBe("eilen klo 16.00");
  expect(say("2025-11-27T12:00:00+02:00")).toBe("to 27.11. klo 12.00");
  expect(say("2026-06-25T12:00:00+03:00")).toBe("to 25.6. klo 12.00");
});

test.each(["UTC", "America/Los_Angeles", "Asia/Tokyo"])("nine is nine on a machine in %s too", (zone) => {
  process.env["TZ"] = zone;
  expect(say("2025-11-22T09:00:00+02:00")).toBe("huomenna klo 9.00");
});

test("days change at the midnight of the clock that the time is written in", () => {
  expect(say("2025-11-21T23:59:00+02:00")).toBe("tänään klo 23.59");
  expect(say("2025-11-22T00:00:00+02:00")).toBe("huomenna klo 0.00");
  expect(say("2025-11-21T22:00:00Z")).toBe("tänään klo 22.00");
});

test("what cannot be read is not said", () => expect(say("huomenna")).toBeNull());
