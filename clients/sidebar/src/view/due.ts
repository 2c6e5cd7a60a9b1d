/** How long until a promise is due, in the agent's words: "tänään klo 15.00", "huomenna klo 9.00", "to 27.11. klo 12.00". */

export interface DueWords {
  readonly today: string;
  readonly tomorrow: string;
  readonly yesterday: string;
  readonly at: string;
}

/** Say when `due` (ISO 8601) is, seen from `now`; null when it cannot be read. */
export function dueWords(due: string, now: Date, words: DueWords, timeZone?: string): string | null {
  const when = new Date(due);
  if (Number.isNaN(when.getTime())) return null;
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = dayWords(daysBetween(now, when, zone), words) ?? calendarDay(when, zone);
  return `${day} ${words.at} ${clockTime(when, zone)}`;
}

type Zone = { timeZone?: string };

function dayWords(days: number, words: DueWords): string | null {
  return { [-1]: words.yesterday, 0: words.today, 1: words.tomorrow }[days] ?? null;
}

function calendarDay(when: Date, zone: Zone): string {
  const { weekday, day, month } = parts(when, zone);
  return `${weekday} ${day}.${month}.`;
}

function clockTime(when: Date, zone: Zone): string {
  const { hour, minute } = parts(when, zone);
  return `${Number(hour)}.${minute}`;
}

function daysBetween(from: Date, to: Date, zone: Zone): number {
  const midnight = (date: Date) => {
    const { year, month, day } = parts(date, zone);
    return Date.UTC(Number(year), Number(month) - 1, Number(day));
  };
  return Math.round((midnight(to) - midnight(from)) / 86_400_000);
}

function parts(date: Date, zone: Zone): Record<string, string> {
  const format = new Intl.DateTimeFormat("fi-FI", {
    ...zone,
    weekday: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
}
