import "./demo.css";
import type { HurmausHintEvent } from "../src/hurmaus-sidebar/events.js";
import type { Role } from "../src/generated/messages.js";
import { fill } from "../src/view/words.js";
import { browser } from "../src/wire/ports.js";
import { Chat, type Said } from "./chat.js";
import conversations from "./conversations.json";
import words from "./fi.json";
import { Latency, median } from "./latency.js";
import { type Line, Replay } from "./replay.js";

const byId = <E extends HTMLElement>(id: string): E => {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element as E;
};

const ROLES = ["customer", "agent"] as const satisfies readonly Role[];
const WIRE = new URL("v1/ws", document.baseURI.replace(/^http/, "ws")).href;

const sidebar = byId("sidebar");
const messages = byId("messages");
const drafts = { customer: byId<HTMLTextAreaElement>("customer-text"), agent: byId<HTMLTextAreaElement>("agent-text") };
const replay = new Replay(browser.clock, (line) => say(line.role, line.text), drawReplay);
let latency = new Latency();
let sentAt = new Map<string, number>();
let drawn = new Map<string, HTMLElement>();
let chat = startChat();

function startChat(): Chat {
  return new Chat(WIRE, newId(), browser, {
    onChange: () => queueMicrotask(draw),
    onStarted: (conversationId) => sidebar.setAttribute("conversation", conversationId),
    onCommitted: (id, offset) => {
      latency.committed(offset, sentAt.get(id) ?? Number.POSITIVE_INFINITY);
      drawLatency();
    },
  });
}

function startOver(): void {
  replay.stop();
  chat.close();
  sidebar.removeAttribute("conversation");
  latency = new Latency();
  sentAt = new Map();
  drawn = new Map();
  messages.replaceChildren();
  for (const role of ROLES) drafts[role].value = "";
  chat = startChat();
  drawEmpty();
  drawLatency();
}

function say(role: Role, text: string): void {
  const at = performance.now();
  sentAt.set(chat.say(role, text), at);
}

/** Works on plain http too, where `crypto.randomUUID` does not. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `demo-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function draw(): void {
  drawEmpty();
  for (const said of chat.said) drawMessage(said);
  drawWriting();
  const trouble = { waiting: words.connection.waiting, refused: words.connection.refused }[chat.connection as "waiting"];
  const tooLong = ROLES.some((role) => isTooLong(drafts[role].value)) ? words.too_long : undefined;
  const said = trouble ?? (tooLong && fill(tooLong, { most: (chat.maxChars ?? 0).toLocaleString("fi-FI") }));
  const notice = byId("notice");
  notice.hidden = said === undefined;
  notice.textContent = said ?? "";
}

/** Counted as the service counts: an emoji is one character. */
function isTooLong(text: string): boolean {
  return chat.maxChars !== null && text.length > chat.maxChars && [...text].length > chat.maxChars;
}

function drawEmpty(): void {
  const empty = chat.said.length === 0 && replay.state.kind === "idle";
  byId("empty").hidden = !empty;
  messages.hidden = empty;
}

function drawMessage(said: Said): void {
  let item = drawn.get(said.id);
  if (item === undefined) {
    item = bubble(said);
    drawn.set(said.id, item);
    messages.append(item);
    messages.scrollTo({ top: messages.scrollHeight });
  }
  const state = item.querySelector(".state");
  if (state) state.textContent = stateWords(said);
  item.classList.toggle("failed", typeof said.state === "object");
}

function bubble({ role, text }: Said): HTMLElement {
  const item = make("li", `message ${role}`);
  const meta = make("p", "meta");
  meta.append(make("span", "who", words[role]), make("span", "state"));
  item.append(meta, make("p", "text", text));
  return item;
}

function make(tag: string, className: string, text = ""): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function stateWords({ state }: Said): string {
  if (typeof state === "string") return words[state];
  return Object.hasOwn(words.failed, state.failed)
    ? words.failed[state.failed as keyof typeof words.failed]
    : words.failed.other;
}

function drawReplay(): void {
  const { state } = replay;
  drawEmpty();
  const [from, to] = state.kind === "idle" ? (["playing", "ready"] as const) : (["ready", "playing"] as const);
  const leavesFocus = byId(from).contains(document.activeElement);
  byId(from).hidden = true;
  byId(to).hidden = false;
  // Whoever works by keyboard goes on where the conversation is; nothing is left looking chosen.
  if (leavesFocus) (state.kind === "idle" ? messages : byId("pause")).focus();
  byId("pause").textContent = state.kind === "paused" ? words.resume : words.pause;
  drawWriting();
}

/** Who writes next in a replay: a picture on this page only, nothing of it is sent. */
function drawWriting(): void {
  messages.querySelector(".writing")?.remove();
  const { state } = replay;
  if (state.kind !== "playing") return;
  const { role } = state.next;
  const item = make("li", `writing ${role}`, fill(words.writing, { who: words[role] }));
  messages.append(item);
  messages.scrollTo({ top: messages.scrollHeight });
}

function drawLatency(): void {
  const samples = latency.samples();
  const last = samples.at(-1);
  const ms = (value: number) => value.toFixed(value < 10 ? 1 : 0).replace(".", ",");
  const row = byId("latency");
  row.dataset["samples"] = String(samples.length);
  row.textContent =
    last === undefined
      ? words.latency.none
      : fill(samples.length > 1 ? words.latency.some : words.latency.one, {
          last: ms(last),
          median: ms(median(samples)),
          count: samples.length,
        });
}

for (const role of ROLES) {
  const send = () => {
    const draft = drafts[role];
    if (draft.value.trim() === "" || isTooLong(draft.value.trim())) return;
    say(role, draft.value.trim());
    draft.value = "";
  };
  byId(role).addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  drafts[role].addEventListener("input", draw);
  drafts[role].addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
}

for (const example of words.examples) {
  const button = make("button", "", example) as HTMLButtonElement;
  button.type = "button";
  button.addEventListener("click", () => {
    drafts.customer.value = example;
    drafts.customer.focus();
  });
  byId("examples").append(button);
}

for (const { id, title, turns } of conversations) {
  const button = make("button", "", title) as HTMLButtonElement;
  button.type = "button";
  button.id = `play-${id}`;
  button.addEventListener("click", () => {
    startOver();
    replay.play(turns as Line[]);
  });
  byId("ready").append(button);
}

byId("new").addEventListener("click", startOver);
byId("end").addEventListener("click", () => {
  replay.stop();
  chat.end();
});
byId("pause").addEventListener("click", () => replay.togglePause());
byId("skip").addEventListener("click", () => replay.skip());
byId("stop").addEventListener("click", () => replay.stop());
sidebar.addEventListener("hurmaus-hint", (event) => {
  const { offset } = (event as HurmausHintEvent).detail;
  if (offset !== null) latency.drawn(offset, performance.now());
  drawLatency();
});
drawReplay();
drawLatency();
