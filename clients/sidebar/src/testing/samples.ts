import type { Event, Hint, HintOpened, Mood, MoodChanged } from "../generated/messages.js";

export const CONVERSATION = "c1";
export const EPOCH = "e1";
export const NOW_S = 1_800_000_000;

export const head = (offset: number, at = NOW_S, epoch = EPOCH) => ({
  conversation_id: CONVERSATION,
  epoch,
  offset,
  at,
});

export function hint(id: string, more: Partial<Hint> = {}): Hint {
  return {
    id,
    kind: "apologise",
    step: "pahoittele",
    why: "Asiakas kertoo viivästyksestä.",
    phrases: [{ id: "p1", text: "Pahoittelen viivästystä.", address: "none" }],
    expires_at: NOW_S + 300,
    evidence: { rule: "r" },
    ...more,
  };
}

export const hintOpened = (offset: number, id: string, more: Partial<Hint> = {}): HintOpened => ({
  type: "hint",
  ...head(offset),
  hint: hint(id, more),
});

export const hintClosed = (offset: number, id: string): Event => ({
  type: "hint.closed",
  ...head(offset),
  hint_id: id,
  kind: "apologise",
  reason: "done",
});

export const moodChanged = (offset: number, mood: Partial<Mood> = {}, epoch = EPOCH): MoodChanged => ({
  type: "mood",
  ...head(offset, NOW_S, epoch),
  mood: { turn: -0.5, rolling: -0.4, trend: "falling", ...mood },
});

export const stepsChanged = (offset: number, ...done: string[]): Event => ({
  type: "steps",
  ...head(offset),
  playbook: "reklamaatio",
  steps: ["kiita", "pahoittele"].map((id) => ({ id, label: id, done: done.includes(id) })),
});
