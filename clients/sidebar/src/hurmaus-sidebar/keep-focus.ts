/** For `mousedown`: a click in the sidebar leaves the caret where the agent is writing. */
export function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}
