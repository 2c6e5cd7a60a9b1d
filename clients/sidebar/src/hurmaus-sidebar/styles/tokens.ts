import { css } from "lit";

/** Colours, type and measures. Every pair of ink and ground reaches 4.5:1, every mark 3:1, in both themes. */
export const tokens = css`
  :host {
    --accent: var(--hurmaus-accent, #0b6a5d);
    --accent-soft: #e2f0ec;
    --paper: var(--hurmaus-paper, #faf8f4);
    --surface: var(--hurmaus-surface, #ffffff);
    --ink: var(--hurmaus-ink, #1b2928);
    --ink-soft: #566460;
    --line: #e6e1d8;
    --line-strong: #8b948f;
    --warm: #a8482a;
    --warm-soft: #fbece4;
    --gauge: linear-gradient(90deg, #d58a68, #ead9b9 50%, #5fb096);
    --on-accent: #ffffff;
    --shadow: 0 1px 2px rgb(40 30 10 / 6%), 0 6px 20px -8px rgb(40 30 10 / 16%);
    --font: var(
      --hurmaus-font,
      Inter,
      system-ui,
      -apple-system,
      "Segoe UI",
      Roboto,
      "Noto Sans",
      "Liberation Sans",
      Arial,
      sans-serif
    );
    color-scheme: light dark;
  }

  @media (prefers-color-scheme: dark) {
    :host {
      --accent: var(--hurmaus-accent, #63cbb5);
      --accent-soft: #1d3934;
      --paper: var(--hurmaus-paper, #131a19);
      --surface: var(--hurmaus-surface, #1b2423);
      --ink: var(--hurmaus-ink, #e9efec);
      --ink-soft: #a4b3ae;
      --line: #2c3836;
      --line-strong: #71807b;
      --warm: #f2a585;
      --warm-soft: #3a2620;
      --gauge: linear-gradient(90deg, #b96c4b, #6f664f 50%, #3f9a80);
      --on-accent: #06241f;
      --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 8px 24px -10px rgb(0 0 0 / 60%);
    }
  }
`;
