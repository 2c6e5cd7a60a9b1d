import type { Mood } from "../generated/messages.js";

export type MoodWord = "very_negative" | "negative" | "even" | "positive" | "very_positive";

/** Five words for valence (-1 to 1): the gauge says in words what its colour says too. */
export function moodWord(valence: number): MoodWord {
  if (valence <= -0.6) return "very_negative";
  if (valence <= -0.2) return "negative";
  if (valence < 0.2) return "even";
  return valence < 0.6 ? "positive" : "very_positive";
}

/** Where on a line from bad to good the mood stands, 0 to 100. */
export function moodPercent(mood: Pick<Mood, "rolling">): number {
  return Math.round((Math.max(-1, Math.min(1, mood.rolling)) + 1) * 50);
}

/** A line through the turns' moods for a drawing of the given size, oldest left, best on top. */
export function moodLine(moods: readonly number[], width: number, height: number): string {
  const step = moods.length > 1 ? width / (moods.length - 1) : 0;
  return moods
    .map((valence, index) => `${round(index * step)},${round(((1 - valence) / 2) * height)}`)
    .join(" ");
}

/** A text with its `{names}` filled in. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
