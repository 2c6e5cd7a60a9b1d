import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import type { HintKind } from "../generated/messages.js";

const line = (path: SVGTemplateResult): TemplateResult => html`
  <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round"
    stroke-linejoin="round" aria-hidden="true" focusable="false">${path}</svg>`;

export const icons = {
  mark: line(svg`<path d="M12 3.5c4.9 0 8.5 3.3 8.5 7.6s-3.6 7.6-8.5 7.6c-.9 0-1.8-.1-2.6-.3L5 20.5l.7-3.6C4.3 15.5 3.5 13.4 3.5 11.1 3.5 6.8 7.1 3.5 12 3.5Z"/><path d="M8.6 11.2c.7 1.7 1.9 2.6 3.4 2.6s2.7-.9 3.4-2.6"/>`),
  close: line(svg`<path d="m7 7 10 10M17 7 7 17"/>`),
  copy: line(svg`<rect x="9" y="9" width="10.5" height="10.5" rx="2.5"/><path d="M15 6.2V6a2 2 0 0 0-2-2H6.5a2.5 2.5 0 0 0-2.5 2.5V13a2 2 0 0 0 2 2h.2"/>`),
  check: line(svg`<path d="m5.5 12.5 4.3 4.3 8.7-9.3"/>`),
  ring: line(svg`<circle cx="12" cy="12" r="6.5"/>`),
  clock: line(svg`<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>`),
  late: line(svg`<path d="M12 4.5 21 19.5H3Z"/><path d="M12 10.5v4M12 17v.01"/>`),
  handed: line(svg`<path d="M4.5 12h14M13 6.5l5.5 5.5-5.5 5.5"/>`),
  rising: line(svg`<path d="M5 17 17.5 6.5M9.5 6h8.5v8.5"/>`),
  steady: line(svg`<path d="M4 12h15M13.5 6.5 19 12l-5.5 5.5"/>`),
  falling: line(svg`<path d="M5 7l12.5 10.5M9.5 18h8.5V9.5"/>`),
  chevron: line(svg`<path d="m9 6 6 6-6 6"/>`),
  bell: line(svg`<path d="M6.5 10.5a5.5 5.5 0 0 1 11 0c0 4.8 1.7 6 1.7 6H4.8s1.7-1.2 1.7-6M10 19.2a2.2 2.2 0 0 0 4 0"/>`),
  muted: line(svg`<path d="M8.3 6.4a5.5 5.5 0 0 1 9.2 4.1c0 1.4.2 2.5.4 3.4M16 16.5H4.8s1.7-1.2 1.7-6c0-.4 0-.7.1-1.1M10 19.2a2.2 2.2 0 0 0 4 0M4 4l16 16"/>`),
  talk: line(svg`<path d="M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 4v-4A2.5 2.5 0 0 1 4 13.5Z"/><path d="M8 8.8h8M8 11.8h5"/>`),
  heart: line(svg`<path d="M12 19.5S4 15 4 9.4C4 6.8 6 5 8.2 5c1.6 0 3 .9 3.8 2.4C12.8 5.9 14.2 5 15.8 5 18 5 20 6.8 20 9.4 20 15 12 19.5 12 19.5Z"/>`),
  route: line(svg`<circle cx="6" cy="18" r="2"/><circle cx="18" cy="6" r="2"/><path d="M8 18h6.5a3.5 3.5 0 0 0 0-7h-5a3.5 3.5 0 0 1 0-7H16"/>`),
  question: line(svg`<circle cx="12" cy="12" r="8.2"/><path d="M9.7 9.7a2.4 2.4 0 1 1 3.5 2.1c-.8.4-1.2.9-1.2 1.7M12 16.3v.01"/>`),
  shield: line(svg`<path d="M12 3.8 19 6.5v5c0 4.2-2.9 7.3-7 8.7-4.1-1.4-7-4.5-7-8.7v-5Z"/><path d="m9 11.8 2.2 2.2 3.9-4.2"/>`),
  people: line(svg`<circle cx="9" cy="8.5" r="3.2"/><path d="M3.5 19c.4-3.2 2.6-5 5.5-5s5.1 1.8 5.5 5M15.5 5.7a3 3 0 0 1 0 5.6M17 14.3c2 .6 3.2 2.2 3.5 4.7"/>`),
  spark: line(svg`<path d="M12 4v4M12 16v4M4 12h4M16 12h4M7 7l2 2M15 15l2 2M17 7l-2 2M9 15l-2 2"/>`),
} as const;

const KIND_ICONS: Readonly<Record<HintKind, TemplateResult>> = {
  greet: icons.talk,
  listen: icons.talk,
  ask_feedback: icons.talk,
  thank: icons.heart,
  empathise: icons.heart,
  apologise: icons.heart,
  take_a_breath: icons.heart,
  celebrate: icons.spark,
  next_steps: icons.route,
  anticipate: icons.route,
  recap: icons.route,
  improve: icons.route,
  answer_questions: icons.question,
  keep_promise: icons.clock,
  avoid_blame: icons.shield,
  scope: icons.shield,
  protect_data: icons.shield,
  stay_calm: icons.shield,
  hand_over: icons.people,
};

/** The picture of a hint kind; kinds newer than this sidebar get a speech bubble. */
export function iconOf(kind: HintKind): TemplateResult {
  return KIND_ICONS[kind] ?? icons.talk;
}
