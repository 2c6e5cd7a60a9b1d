import { html, type TemplateResult } from "lit";
import type { Strings } from "../strings/index.js";
import { icons } from "./icons.js";

/** Silence is the default, and looks like it. */
export function quietView({ hint }: Strings): TemplateResult {
  return html`<div class="quiet-card">
    <span class="quiet-icon">${icons.mark}</span>
    <p><strong>${hint.none}</strong><br />${hint.none_more}</p>
  </div>`;
}
