import { fitted } from "./fit.js";

type TextField = HTMLTextAreaElement | HTMLInputElement;

/**
 * Find what to write into by the id in `for`: in the tree that the sidebar stands in, then in the page.
 */
export function findEditor(near: Node, id: string): HTMLElement | null {
  const root = near.getRootNode();
  const local = root instanceof Document || root instanceof ShadowRoot ? root.getElementById(id) : null;
  return local ?? document.getElementById(id);
}

/**
 * Insert at the caret, after a selection rather than over it; true when it stands in the editor. Never moves
 * the focus. While the editor has the focus the insertion is one step of its undo.
 */
export function insertInto(editor: HTMLElement, phrase: string): boolean {
  if (editor instanceof HTMLTextAreaElement || editor instanceof HTMLInputElement) {
    return insertIntoField(editor, phrase);
  }
  return editor.isContentEditable && insertIntoRich(editor, phrase);
}

export function draftOf(editor: HTMLElement): string {
  return "value" in editor ? (editor as TextField).value : editor.innerText;
}

function insertIntoField(field: TextField, phrase: string): boolean {
  if (field.disabled || field.readOnly) return false;
  const caret = field.selectionEnd ?? field.value.length;
  const text = fitted(field.value.slice(0, caret), phrase, field.value.slice(caret));
  if (field.maxLength >= 0 && field.value.length + text.length > field.maxLength) return false;
  field.setSelectionRange(caret, caret);
  if (hasFocus(field) && typeInto(field, text)) return true;
  field.setRangeText(text, caret, caret, "end");
  fireInput(field, text);
  return true;
}

function insertIntoRich(editor: HTMLElement, phrase: string): boolean {
  const range = caretIn(editor);
  const before = document.createRange();
  before.selectNodeContents(editor);
  before.setEnd(range.endContainer, range.endOffset);
  const after = document.createRange();
  after.selectNodeContents(editor);
  after.setStart(range.endContainer, range.endOffset);
  const text = fitted(before.toString(), phrase, after.toString());
  range.collapse(false);
  if (hasFocus(editor)) {
    getSelection()?.collapseToEnd();
    if (typeInto(editor, text)) return true;
  }
  range.insertNode(document.createTextNode(text));
  fireInput(editor, text);
  return true;
}

function caretIn(editor: HTMLElement): Range {
  const selection = getSelection();
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0).cloneRange() : null;
  if (range && editor.contains(range.commonAncestorContainer)) return range;
  const end = document.createRange();
  end.selectNodeContents(editor);
  end.collapse(false);
  return end;
}

/** The one way to write that browsers make undoable. It is deprecated without a successor. */
function typeInto(editor: HTMLElement, text: string): boolean {
  const before = draftOf(editor);
  return document.execCommand("insertText", false, text) && draftOf(editor) !== before;
}

function hasFocus(editor: HTMLElement): boolean {
  const root = editor.getRootNode() as Document | ShadowRoot;
  return root.activeElement === editor;
}

function fireInput(editor: HTMLElement, data: string): void {
  editor.dispatchEvent(
    new InputEvent("input", { bubbles: true, composed: true, inputType: "insertText", data }),
  );
}
