/** The phrase as it goes between what stands before and after the caret: never glued to a word. */
export function fitted(before: string, phrase: string, after: string): string {
  const lead = before === "" || /\s$/.test(before) ? "" : " ";
  const trail = after === "" || /^[\s.,;:!?)]/.test(after) ? "" : " ";
  return lead + phrase + trail;
}

/** Whether a phrase, once inserted, still stands in the draft word for word. An emptied draft says nothing. */
export function isEdited(draft: string, phrase: string): boolean {
  return draft.trim() !== "" && !draft.includes(phrase);
}
