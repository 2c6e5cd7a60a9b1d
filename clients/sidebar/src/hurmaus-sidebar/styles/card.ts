import { css } from "lit";

export const card = css`
  .card {
    padding: 14px;
    border: 1px solid var(--line);
    border-radius: 16px;
    background: var(--surface);
    box-shadow: var(--shadow);
    animation: arrive 0.22s ease-out;
  }
  @keyframes arrive {
    from {
      opacity: 0;
      transform: translateY(6px);
    }
  }
  .card header {
    display: flex;
    align-items: center;
    gap: 10px;
  }
  .card h2 {
    flex: 1;
    font-size: 16px;
    font-weight: 600;
    letter-spacing: -0.01em;
    color: var(--ink);
  }
  .card-icon {
    display: grid;
    place-items: center;
    flex: none;
    width: 34px;
    height: 34px;
    border-radius: 50%;
    background: var(--accent-soft);
    color: var(--accent);
  }
  .card-icon svg {
    width: 20px;
    height: 20px;
  }
  .why {
    margin-top: 8px;
    color: var(--ink-soft);
    font-size: 13px;
  }

  .plain {
    display: grid;
    place-items: center;
    flex: none;
    width: 30px;
    height: 30px;
    padding: 0;
    border: 0;
    border-radius: 8px;
    background: none;
    color: var(--ink-soft);
  }
  .check-draft,
  .copy-note {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 36px;
    padding: 6px 12px;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: none;
    color: var(--ink-soft);
    font-size: 13px;
  }
  .check-draft {
    width: 100%;
  }
  .copy-note {
    margin-top: 10px;
  }
  .check-draft:hover,
  .copy-note:hover {
    border-color: var(--accent);
    color: var(--ink);
  }
  .check-draft svg,
  .copy-note svg {
    width: 16px;
    height: 16px;
    flex: none;
  }
  .check-draft kbd {
    margin-inline-start: auto;
    font: inherit;
    font-size: 12px;
  }

  .findings {
    display: grid;
    gap: 14px;
    margin-top: 8px;
  }
  .findings h3,
  .told h3 {
    margin: 0;
    font-size: 13px;
    font-weight: 600;
  }
  .quoted {
    margin: 2px 0 0;
    color: var(--ink-soft);
    font-style: italic;
    overflow-wrap: anywhere;
  }
  .told {
    margin-top: 12px;
  }
  .told ul {
    margin-top: 4px;
    display: grid;
    gap: 3px;
    font-size: 13px;
    overflow-wrap: anywhere;
  }

  .plain:hover {
    background: var(--accent-soft);
    color: var(--ink);
  }
  .plain svg {
    width: 18px;
    height: 18px;
  }

  .phrases {
    display: grid;
    gap: 6px;
    margin-top: 10px;
  }
  .phrases li {
    display: flex;
    align-items: flex-start;
    gap: 2px;
    padding: 4px;
    border: 1px solid var(--line);
    border-radius: 12px;
    transition:
      border-color 0.15s,
      background-color 0.15s;
  }
  .phrases li:hover {
    border-color: var(--accent);
  }
  .phrases li.used {
    background: var(--accent-soft);
    border-color: transparent;
  }
  .phrase {
    display: flex;
    flex: 1;
    gap: 10px;
    min-width: 0;
    min-height: 30px;
    padding: 4px 4px 4px 6px;
    border: 0;
    border-radius: 8px;
    background: none;
    text-align: start;
  }
  .number {
    display: grid;
    place-items: center;
    flex: none;
    width: 22px;
    height: 22px;
    border-radius: 6px;
    background: var(--accent-soft);
    color: var(--accent);
    font-size: 12px;
    font-weight: 650;
  }
  .used .number {
    background: var(--accent);
    color: var(--on-accent);
  }
  .number svg {
    width: 16px;
    height: 16px;
  }
  .phrase-text em {
    display: block;
    margin-top: 2px;
    color: var(--accent);
    font-size: 12.5px;
    font-style: normal;
    font-weight: 600;
  }
  .card-foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 12px;
    margin-top: 8px;
    color: var(--ink-soft);
    font-size: 12.5px;
  }
  .evidence[open] {
    flex-basis: 100%;
    margin-bottom: 6px;
  }
  .evidence summary {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-height: 26px;
    border-radius: 6px;
    cursor: pointer;
    list-style: none;
  }
  .evidence summary::-webkit-details-marker {
    display: none;
  }
  .evidence summary svg {
    width: 14px;
    height: 14px;
    transition: transform 0.15s;
  }
  .evidence[open] summary svg {
    transform: rotate(90deg);
  }
  .card dl {
    display: grid;
    gap: 3px;
    padding-top: 4px;
  }
  .card dl div {
    display: flex;
    gap: 10px;
  }
  .card dt {
    flex: none;
    width: 72px;
  }
  .card dd {
    color: var(--ink);
  }

  .summary dl {
    margin-top: 10px;
    gap: 6px;
  }
  .summary dl div {
    justify-content: space-between;
  }
  .summary dt {
    width: auto;
    color: var(--ink-soft);
  }
  .summary dd {
    font-weight: 600;
    text-align: end;
  }

  .quiet-card {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 14px;
    border: 1px dashed var(--line);
    border-radius: 16px;
    color: var(--ink-soft);
    font-size: 13px;
  }
  .quiet-card strong {
    color: var(--ink);
    font-weight: 600;
  }
  .quiet-icon svg {
    width: 26px;
    height: 26px;
    color: var(--line-strong);
  }
`;
