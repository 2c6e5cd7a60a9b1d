import type {
  DraftFinding,
  Emotion,
  Hint,
  Mood,
  Outbound,
  Promise as AgentPromise,
  Question,
  Reading,
  Step,
  Summary,
} from "../generated/messages.js";

/** Everything that the sidebar shows of one conversation. */
export interface View {
  readonly mood: Mood | null;
  /** Valence of the customer's turns so far, oldest first. */
  readonly moods: readonly number[];
  /** What the model heard in the customer's last turn; null when nothing stood out. */
  readonly feeling: Emotion | null;
  /** Open hints, the one to show first. */
  readonly hints: readonly Hint[];
  readonly steps: readonly Step[];
  readonly questions: readonly Question[];
  readonly promises: readonly AgentPromise[];
  readonly summary: Summary | null;
  /** What the agent's last draft check found; null when none was asked for, or the draft has been sent. */
  readonly draft: readonly DraftFinding[] | null;
  /** Why hints rest: the customer writes in another language. */
  readonly resting: string | null;
  /** How far the conversation's clock is ahead of ours in seconds. */
  readonly aheadS: number;
}

export const EMPTY: View = {
  mood: null,
  moods: [],
  feeling: null,
  hints: [],
  steps: [],
  questions: [],
  promises: [],
  summary: null,
  draft: null,
  resting: null,
  aheadS: 0,
};

const LONGEST_HISTORY = 40;
const WALL_CLOCK_FROM_S = 1e9;

/** The view after one event of the conversation; messages that show nothing leave it as it is. */
export function apply(view: View, event: Outbound): View {
  switch (event.type) {
    case "reading":
      return event.role === "customer" ? { ...view, feeling: feelingIn(event) } : { ...view, draft: null };
    case "mood":
      return { ...view, mood: event.mood, moods: [...view.moods, event.mood.turn].slice(-LONGEST_HISTORY) };
    case "hint":
      return { ...view, hints: [...without(view.hints, event.hint.id), event.hint] };
    case "hint.closed":
      return { ...view, hints: without(view.hints, event.hint_id) };
    case "steps":
      return { ...view, steps: event.steps };
    case "questions":
      return { ...view, questions: event.questions };
    case "promises":
      return { ...view, promises: event.promises };
    case "draft.checked":
      return { ...view, draft: event.findings };
    case "language":
      return { ...view, resting: event.coached ? null : (event.note ?? null) };
    case "summary":
      return { ...view, hints: [], draft: null, summary: event, questions: event.questions, promises: event.promises };
    default:
      return view;
  }
}

/** Take a hint away before the service says so: the agent has dismissed it. */
export function withoutHint(view: View, hintId: string): View {
  return { ...view, hints: without(view.hints, hintId) };
}

/** The agent has read what the draft check found. */
export function withoutDraft(view: View): View {
  return { ...view, draft: null };
}

/** Tick a step before the service confirms it. */
export function withStep(view: View, stepId: string, done: boolean): View {
  return { ...view, steps: view.steps.map((step) => (step.id === stepId ? { ...step, done } : step)) };
}

/**
 * Set our watch by an event. A live event tells the conversation's now; an old one only tells whether the
 * conversation keeps the wall clock (then ours will do) or one of its own.
 */
export function setClock(view: View, at: number, live: boolean, nowS: number): View {
  if (!live && at >= WALL_CLOCK_FROM_S) return view;
  return { ...view, aheadS: at - nowS };
}

/** The one hint to show now, if any: expired advice is never shown. */
export function currentHint(view: View, nowS: number): Hint | null {
  return view.hints.find((hint) => hint.expires_at > nowS + view.aheadS) ?? null;
}

/** Seconds until the next open hint expires, or null when none does. */
export function nextExpiryS(view: View, nowS: number): number | null {
  const left = view.hints.map((hint) => hint.expires_at - view.aheadS - nowS).filter((seconds) => seconds > 0);
  return left.length > 0 ? Math.min(...left) : null;
}

function feelingIn({ reading }: Reading): Emotion | null {
  return reading === null || reading.emotion === "neutral" ? null : reading.emotion;
}

function without(hints: readonly Hint[], hintId: string): Hint[] {
  return hints.filter((hint) => hint.id !== hintId);
}
