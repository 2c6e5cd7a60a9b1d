import { html, nothing, type TemplateResult } from "lit";
import type { Strings } from "../strings/index.js";
import type { ConnectionState } from "../wire/connection.js";
import { icons } from "./icons.js";

/** The name, the connection in words, and what the service last refused. */
export function headerView(connection: ConnectionState, trouble: string | null, strings: Strings): TemplateResult {
  return html`<header class="top">
    <span class="brand">${icons.mark}Hurmaus</span>
    <span class="connection ${connection}"><span class="dot" aria-hidden="true"></span>${strings.connection[connection]}</span>
    ${trouble === null ? nothing : html`<p class="trouble">${troubleWords(trouble, strings)}</p>`}
  </header>`;
}

function troubleWords(code: string, { trouble }: Strings): string {
  return Object.hasOwn(trouble, code) ? trouble[code as keyof typeof trouble] : trouble.other;
}
