import { html, nothing, type TemplateResult } from "lit";
import type { Promise as AgentPromise, PromiseState, Question, Step } from "../generated/messages.js";
import type { Strings } from "../strings/index.js";
import { dueWords } from "../view/due.js";
import { fill } from "../view/words.js";
import { icons } from "./icons.js";

type Rendered = TemplateResult | typeof nothing;

/** The checklist. The step that the open hint serves is marked. */
export function stepsView(
  steps: readonly Step[],
  served: string | null,
  strings: Strings,
  mark: ((step: string, done: boolean) => void) | null,
): Rendered {
  if (steps.length === 0) return nothing;
  const done = steps.filter((step) => step.done).length;
  const count = { done, total: steps.length };
  return html`<section part="steps" class="steps" aria-labelledby="steps-title">
    <h2 id="steps-title">
      ${strings.steps.title}
      <span class="count" aria-hidden="true">${fill(strings.steps.count, count)}</span>
      <span class="sr">${fill(strings.steps.count_spoken, count)}</span>
    </h2>
    <ol>
      ${steps.map(
        (step) => html`<li class=${step.id === served && !step.done ? "served" : ""}>
          <label>
            <input type="checkbox" .checked=${step.done} ?disabled=${mark === null} data-step=${step.id}
              @change=${(event: Event) => mark?.(step.id, (event.target as HTMLInputElement).checked)} />
            <span>${step.label}</span>
          </label>
        </li>`,
      )}
    </ol>
  </section>`;
}

export function questionsView(questions: readonly Question[], strings: Strings): Rendered {
  if (questions.length === 0) return nothing;
  const done = questions.filter((question) => question.answered).length;
  return html`<section part="questions" aria-labelledby="questions-title">
    <h2 id="questions-title">
      ${strings.questions.title}
      <span class="count">${fill(strings.questions.count, { done, total: questions.length })}</span>
    </h2>
    <ul class="ledger">
      ${questions.map(
        ({ text, answered }) => html`<li class=${answered ? "done" : ""}>
          <span class="state-icon">${answered ? icons.check : icons.ring}</span>
          <span>${text} <span class="sr">(${answered ? strings.questions.answered : strings.questions.open})</span></span>
        </li>`,
      )}
    </ul>
  </section>`;
}

const PROMISE_ICONS: Readonly<Record<PromiseState, TemplateResult>> = {
  open: icons.clock,
  kept: icons.check,
  late: icons.late,
  handed_over: icons.handed,
};

export function promisesView(promises: readonly AgentPromise[], now: Date, strings: Strings): Rendered {
  if (promises.length === 0) return nothing;
  return html`<section part="promises" aria-labelledby="promises-title">
    <h2 id="promises-title">${strings.promises.title}</h2>
    <ul class="ledger">
      ${promises.map(
        ({ text, due, state }) => html`<li class=${state}>
          <span class="state-icon">${PROMISE_ICONS[state]}</span>
          <span>${text}
            <span class="due">
              <span class="state">${strings.promises[state]}</span>
              · ${(due && dueWords(due, now, strings.due)) ?? strings.promises.no_due}
            </span>
          </span>
        </li>`,
      )}
    </ul>
  </section>`;
}
