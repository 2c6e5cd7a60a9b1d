import { expect, test } from "vitest";
import { fitted, isEdited } from "./fit.js";

const PHRASE = "Pahoittelen viivästystä.";

test("an empty draft gets the phrase as it is", () => expect(fitted("", PHRASE, "")).toBe(PHRASE));

test("a phrase is never glued to what stands around it", () => {
  expect(fitted("Hei!", PHRASE, "Selvitän asian.")).toBe(` ${PHRASE} `);
  expect(fitted("Hei! ", PHRASE, "\nSelvitän asian.")).toBe(PHRASE);
  expect(fitted("Hei!\n", PHRASE, "")).toBe(PHRASE);
});

test("no space comes before a punctuation mark", () => expect(fitted("a ", "b", ", c")).toBe("b"));

test("a phrase is edited when it no longer stands word for word; a sent draft says nothing", () => {
  expect(isEdited(`Hei! ${PHRASE}`, PHRASE)).toBe(false);
  expect(isEdited("Pahoittelen kovasti viivästystä.", PHRASE)).toBe(true);
  expect(isEdited("  ", PHRASE)).toBe(false);
});
