import { css } from "lit";

export const layout = css`
  :host {
    display: block;
    min-width: 0;
    container-type: inline-size;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  .sidebar {
    display: flex;
    flex-direction: column;
    gap: 16px;
    min-height: 100%;
    padding: 16px;
    background: var(--paper);
    color: var(--ink);
    font: 400 14px/1.45 var(--font);
    -webkit-font-smoothing: antialiased;
    overflow-wrap: anywhere;
  }
  p,
  h2,
  ol,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ol,
  ul {
    list-style: none;
  }
  h2 {
    font: 600 12.5px/1.3 var(--font);
    color: var(--ink-soft);
  }
  svg {
    display: block;
    width: 1em;
    height: 1em;
  }
  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .quiet {
    color: var(--ink-soft);
  }
  .empty {
    padding: 40px 16px;
    text-align: center;
  }

  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
  }
  .brand {
    display: inline-flex;
    align-items: center;
    gap: 7px;
    font-weight: 650;
    font-size: 15px;
    letter-spacing: -0.01em;
  }
  .brand svg {
    width: 22px;
    height: 22px;
    color: var(--accent);
  }
  .connection {
    flex: 1;
    justify-content: flex-end;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-size: 12.5px;
    color: var(--ink-soft);
  }
  .mute {
    margin: -6px -6px -6px -4px;
  }
  .dot {
    width: 9px;
    height: 9px;
    flex: none;
    border-radius: 50%;
    border: 2px solid var(--line-strong);
  }
  .online .dot {
    background: var(--accent);
    border-color: var(--accent);
  }
  .waiting,
  .refused {
    color: var(--warm);
  }
  .waiting .dot,
  .refused .dot {
    border-color: var(--warm);
    border-radius: 2px;
  }
  .trouble {
    flex-basis: 100%;
    padding: 8px 12px;
    border-radius: 10px;
    background: var(--warm-soft);
    color: var(--ink);
    font-size: 13px;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
