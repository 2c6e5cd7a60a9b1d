import { css } from "lit";

export const mood = css`
  .mood-row {
    display: flex;
    align-items: flex-end;
    justify-content: space-between;
    gap: 12px;
    margin-top: 2px;
  }
  .mood-word {
    font-size: 21px;
    font-weight: 600;
    line-height: 1.25;
    letter-spacing: -0.015em;
  }
  .mood-more {
    color: var(--ink-soft);
    font-size: 13px;
  }
  .mood-more > span {
    white-space: nowrap;
  }
  .trend svg {
    display: inline-block;
    width: 15px;
    height: 15px;
    margin-inline-end: 4px;
    vertical-align: -2px;
  }
  .chart {
    flex: none;
    width: 104px;
    height: 44px;
    overflow: visible;
  }
  .chart polyline {
    fill: none;
    stroke: var(--ink-soft);
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .chart circle {
    fill: var(--ink);
  }
  .chart-middle {
    stroke: var(--line-strong);
    stroke-dasharray: 1 4;
    stroke-linecap: round;
  }
  .gauge {
    position: relative;
    height: 8px;
    margin-top: 12px;
    border-radius: 4px;
    background: var(--gauge);
  }
  .gauge-mark {
    position: absolute;
    top: 50%;
    width: 18px;
    height: 18px;
    margin: -9px 0 0 -9px;
    border: 3px solid var(--ink);
    border-radius: 50%;
    background: var(--surface);
    transition: inset-inline-start 0.6s cubic-bezier(0.3, 0.7, 0.2, 1);
  }
  .gauge-ends {
    display: flex;
    justify-content: space-between;
    margin-top: 7px;
    color: var(--ink-soft);
    font-size: 12px;
  }
`;
