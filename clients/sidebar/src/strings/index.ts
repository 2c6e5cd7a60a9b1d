import type { Emotion, HintKind, PromiseState, Trend } from "../generated/messages.js";
import type { ConnectionState } from "../wire/connection.js";
import fi from "./fi.json";

export type Strings = typeof fi;

/** Every word of the wire that is shown has its Finnish: the compiler sees to it. */
fi satisfies {
  kind: Record<HintKind, string>;
  feeling: Record<Emotion, string>;
  trend: Record<Trend, string>;
  promises: Record<PromiseState, string>;
  connection: Record<ConnectionState, string>;
};

/** Texts of the sidebar in a language; Finnish is the only one so far, and what unknown languages get. */
export function stringsFor(_language: string): Strings {
  return fi;
}
