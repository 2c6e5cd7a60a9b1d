import { css } from "lit";

export const lists = css`
  section h2 {
    display: flex;
    justify-content: space-between;
    gap: 12px;
  }
  .count {
    font-weight: 500;
    font-variant-numeric: tabular-nums;
  }
  .steps ol {
    columns: 2 165px;
    column-gap: 4px;
    margin: 4px -8px 0;
  }
  .steps li {
    break-inside: avoid;
    border-radius: 10px;
  }
  .steps li.served {
    background: var(--accent-soft);
  }
  .steps label {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 34px;
    padding: 4px 8px;
    cursor: pointer;
  }
  .steps label:has(:disabled) {
    cursor: default;
  }
  .steps input {
    appearance: none;
    display: grid;
    place-items: center;
    flex: none;
    width: 24px;
    height: 24px;
    margin: 0;
    border: 1.75px solid var(--line-strong);
    border-radius: 50%;
    background: var(--surface);
    cursor: inherit;
  }
  .steps input:checked {
    border-color: var(--accent);
    background: var(--accent);
  }
  .steps input:checked::after {
    content: "";
    width: 6px;
    height: 11px;
    margin-top: -3px;
    border: solid var(--on-accent);
    border-width: 0 2.25px 2.25px 0;
    transform: rotate(42deg);
  }
  .steps input:checked + span {
    color: var(--ink-soft);
  }
  .served span {
    font-weight: 600;
  }

  .ledger {
    display: grid;
    gap: 8px;
    margin-top: 8px;
  }
  .ledger li {
    display: flex;
    gap: 10px;
  }
  .ledger li > span:last-child::first-letter {
    text-transform: uppercase;
  }
  .state-icon {
    flex: none;
    margin-top: 1px;
    color: var(--line-strong);
  }
  .state-icon svg {
    width: 18px;
    height: 18px;
  }
  .done .state-icon,
  .kept .state-icon {
    color: var(--accent);
  }
  .done > span:last-child {
    color: var(--ink-soft);
  }
  .due {
    display: block;
    color: var(--ink-soft);
    font-size: 12.5px;
  }
  .late .state-icon,
  .late .state {
    color: var(--warm);
  }
  .late .state {
    font-weight: 600;
  }

  @media (forced-colors: active) {
    .gauge,
    .gauge-mark,
    .steps input,
    .phrases li {
      border: 1px solid;
      forced-color-adjust: auto;
    }
  }
`;
