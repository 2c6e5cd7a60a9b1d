import { html, nothing, type TemplateResult } from "lit";
import type { Strings } from "../strings/index.js";
import type { ConnectionState } from "../wire/connection.js";
import { icons } from "./icons.js";
import { keepFocus } from "./keep-focus.js";

export interface Header {
  readonly connection: ConnectionState;
  /** Code of what the service last refused. */
  readonly trouble: string | null;
  readonly muted: boolean;
  readonly onMute: () => void;
}

/** The name, the connection in words, the switch for hints, and what went wrong. */
export function headerView({ connection, trouble, muted, onMute }: Header, strings: Strings): TemplateResult {
  const mute = muted ? strings.hint.unmute : strings.hint.mute;
  return html`<header class="top">
    <span class="brand">${icons.mark}Hurmaus</span>
    <span class="connection ${connection}"><span class="dot" aria-hidden="true"></span>${strings.connection[connection]}</span>
    <button class="plain mute" title=${mute} aria-label=${mute} @mousedown=${keepFocus} @click=${onMute}>
      ${muted ? icons.muted : icons.bell}
    </button>
    ${trouble === null ? nothing : html`<p class="trouble">${troubleWords(trouble, strings)}</p>`}
  </header>`;
}

function troubleWords(code: string, { trouble }: Strings): string {
  return Object.hasOwn(trouble, code) ? trouble[code as keyof typeof trouble] : trouble.other;
}
