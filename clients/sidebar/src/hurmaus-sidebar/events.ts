import type { HintKind } from "../generated/messages.js";

export interface InsertDetail {
  readonly text: string;
  readonly hintId: string;
  readonly phraseId: string;
  readonly kind: HintKind;
}

/**
 * A phrase is about to be inserted. A host with an editor of its own cancels this (`preventDefault`) and
 * inserts the text itself, such as by Zendesk's `ticket.editor.insert`.
 */
export class HurmausInsertEvent extends CustomEvent<InsertDetail> {
  static readonly eventName = "hurmaus-insert";
  constructor(detail: InsertDetail) {
    super(HurmausInsertEvent.eventName, { detail, bubbles: true, composed: true, cancelable: true });
  }
}

export interface HintDetail {
  readonly hintId: string;
  readonly kind: HintKind;
  /** Offset of the event that opened the hint. */
  readonly offset: number | null;
}

/** A hint has been drawn on the screen. */
export class HurmausHintEvent extends CustomEvent<HintDetail> {
  static readonly eventName = "hurmaus-hint";
  constructor(detail: HintDetail) {
    super(HurmausHintEvent.eventName, { detail, bubbles: true, composed: true });
  }
}
