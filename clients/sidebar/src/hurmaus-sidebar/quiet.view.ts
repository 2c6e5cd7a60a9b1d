import { html, type TemplateResult } from "lit";
import type { Strings } from "../strings/index.js";
import { icons } from "./icons.js";

/** Silence is the default, and looks like it. */
export function quietView(muted: boolean, resting: string | null, { hint }: Strings): TemplateResult {
  return html`<div class="quiet-card">
    <span class="quiet-icon">${muted ? icons.muted : icons.mark}</span>
    <p>
      <strong>${muted ? hint.muted : hint.none}</strong><br />${muted ? hint.muted_more : (resting ?? hint.none_more)}
    </p>
  </div>`;
}
