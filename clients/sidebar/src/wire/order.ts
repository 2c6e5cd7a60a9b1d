/** Where a client stands in one conversation: the last event it has taken. */
export interface Place {
  readonly epoch: string;
  readonly offset: number;
}

/** What makes a message an event of a conversation, whatever its type (also types newer than this client). */
export interface Ordered extends Place {
  readonly conversation_id: string;
}

export type Verdict = "take" | "seen" | "gap" | "other_epoch";

/**
 * Judge an event by where we stand. From nowhere, or from offset 0, any offset may come first: what came
 * before it has been trimmed away by the service's retention.
 */
export function judge(place: Place | null, event: Place): Verdict {
  if (place === null) return "take";
  if (place.epoch !== event.epoch) return "other_epoch";
  if (event.offset <= place.offset) return "seen";
  return place.offset === 0 || event.offset === place.offset + 1 ? "take" : "gap";
}

export function isOrdered(message: object): message is Ordered {
  const { conversation_id, epoch, offset } = message as Partial<Ordered>;
  return typeof conversation_id === "string" && typeof epoch === "string" && typeof offset === "number";
}
