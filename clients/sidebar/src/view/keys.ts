/** Keyboard shortcuts: told apart by modifiers and by the key's place, so that Option+1 works on a Mac too. */

export interface Shortcut {
  readonly alt: boolean;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly meta: boolean;
  readonly key: string;
}

export interface Keys {
  readonly insert: readonly Shortcut[];
  readonly dismiss: Shortcut | null;
  readonly check: Shortcut | null;
}

export type Pressed = Pick<KeyboardEvent, "altKey" | "ctrlKey" | "shiftKey" | "metaKey" | "key" | "code">;
export type KeyAction = { readonly kind: "insert"; readonly index: number } | { readonly kind: "dismiss" | "check" };

export const DEFAULT_KEYS = "Alt+1 Alt+2 Alt+3 Alt+0 Alt+9";

/**
 * Read the `keys` attribute: three shortcuts to insert, one to dismiss and one to check the draft, separated by spaces. "off" or
 * anything without a modifier gives no shortcut: single letters would collide with typing.
 */
export function parseKeys(text: string): Keys {
  const [first, second, third, dismiss, check] = text.trim().split(/\s+/).map(parseShortcut);
  const insert = [first, second, third].filter((one): one is Shortcut => one != null);
  return { insert, dismiss: dismiss ?? null, check: check ?? null };
}

export function actionFor(keys: Keys, pressed: Pressed): KeyAction | null {
  if (keys.dismiss && isPressed(keys.dismiss, pressed)) return { kind: "dismiss" };
  if (keys.check && isPressed(keys.check, pressed)) return { kind: "check" };
  const index = keys.insert.findIndex((shortcut) => isPressed(shortcut, pressed));
  return index < 0 ? null : { kind: "insert", index };
}

/** "Alt+1", as it is shown and as `aria-keyshortcuts` wants it. */
export function shortcutName(shortcut: Shortcut): string {
  const modifiers = [
    shortcut.ctrl && "Control",
    shortcut.alt && "Alt",
    shortcut.shift && "Shift",
    shortcut.meta && "Meta",
  ];
  return [...modifiers.filter(Boolean), shortcut.key.toUpperCase()].join("+");
}

function parseShortcut(text: string): Shortcut | null {
  const pieces = text.toLowerCase().split("+");
  const key = pieces.pop() ?? "";
  const has = (...names: string[]) => names.some((name) => pieces.includes(name));
  const shortcut: Shortcut = {
    alt: has("alt", "option"),
    ctrl: has("ctrl", "control"),
    shift: has("shift"),
    meta: has("meta", "cmd", "command"),
    key,
  };
  return key !== "" && (shortcut.alt || shortcut.ctrl || shortcut.meta) ? shortcut : null;
}

function isPressed(shortcut: Shortcut, pressed: Pressed): boolean {
  return (
    shortcut.alt === pressed.altKey &&
    shortcut.ctrl === pressed.ctrlKey &&
    shortcut.shift === pressed.shiftKey &&
    shortcut.meta === pressed.metaKey &&
    (pressed.code.toLowerCase() === codeOf(shortcut.key) || pressed.key.toLowerCase() === shortcut.key)
  );
}

function codeOf(key: string): string {
  return /^\d$/.test(key) ? `digit${key}` : `key${key}`;
}
