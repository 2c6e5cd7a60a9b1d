import { expect, test } from "vitest";
import { actionFor, DEFAULT_KEYS, parseKeys, type Pressed, shortcutName } from "./keys.js";

const press = (key: string, code: string, more: Partial<Pressed> = {}): Pressed => ({
  altKey: true,
  ctrlKey: false,
  shiftKey: false,
  metaKey: false,
  key,
  code,
  ...more,
});
const keys = parseKeys(DEFAULT_KEYS);

test("Alt with a digit inserts that phrase, Alt+0 dismisses, Alt+9 checks the draft", () => {
  expect(actionFor(keys, press("2", "Digit2"))).toEqual({ kind: "insert", index: 1 });
  expect(actionFor(keys, press("0", "Digit0"))).toEqual({ kind: "dismiss" });
  expect(actionFor(keys, press("9", "Digit9"))).toEqual({ kind: "check" });
});

test("the key's place counts where Option changes the character", () => {
  expect(actionFor(keys, press("¡", "Digit1"))).toEqual({ kind: "insert", index: 0 });
});

test("other modifiers are other shortcuts, AltGr (Control+Alt) among them", () => {
  expect(actionFor(keys, press("2", "Digit2", { ctrlKey: true }))).toBeNull();
  expect(actionFor(keys, press("2", "Digit2", { altKey: false }))).toBeNull();
});

test("shortcuts can be remapped", () => {
  const own = parseKeys("Ctrl+Shift+J Ctrl+Shift+K Ctrl+Shift+L Ctrl+Shift+0");
  const pressed = press("K", "KeyK", { altKey: false, ctrlKey: true, shiftKey: true });
  expect(actionFor(own, pressed)).toEqual({ kind: "insert", index: 1 });
  expect(own.insert.map(shortcutName)[0]).toBe("Control+Shift+J");
});

test("single letters are refused and off is off: they would fire while somebody types", () => {
  expect(parseKeys("1 2 3 0 9")).toEqual({ insert: [], dismiss: null, check: null });
  expect(parseKeys("off")).toEqual({ insert: [], dismiss: null, check: null });
});
