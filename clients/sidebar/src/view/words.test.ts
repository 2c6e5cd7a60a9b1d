import { expect, test } from "vitest";
import { fill, moodLine, moodPercent, moodWord } from "./words.js";

test("five words cover the whole gauge", () => {
  expect([-1, -0.6, -0.3, 0, 0.19, 0.2, 0.6, 1].map(moodWord)).toEqual([
    "very_negative",
    "very_negative",
    "negative",
    "even",
    "even",
    "positive",
    "very_positive",
    "very_positive",
  ]);
});

test("the gauge's mark never leaves the gauge", () => {
  expect([-3, -1, 0, 1, 3].map((rolling) => moodPercent({ rolling }))).toEqual([0, 0, 50, 100, 100]);
});

test("the line runs from left to right, good on top", () => {
  expect(moodLine([-1, 0, 1], 100, 20)).toBe("0,20 50,10 100,0");
});

test("texts are filled in by name, and unknown names stay to be seen", () => {
  expect(fill("{done}/{total} vastattu {x}", { done: 2, total: 3 })).toBe("2/3 vastattu {x}");
});
