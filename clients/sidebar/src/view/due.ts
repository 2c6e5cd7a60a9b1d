/** When a promise is due, in the agent's words: "tänään klo 15.00", "huomenna klo 9.00", "to 27.11. klo 12.00". */

export interface DueWords {
  readonly today: string;
  readonly tomorrow: string;
  readonly yesterday: string;
  readonly at: string;
}

/**
 * Say when `due` (ISO 8601) is, seen from `now`; null when it cannot be read.
 *
 * The day and the time are those written in `due`, whose offset is Finland's: what was promised for nine is shown as
 * nine, whatever the zone of the agent's machine.
 */
export function dueWords(due: string, now: Date, words: DueWords): string | null {
  const instant = new Date(due);
  if (Number.isNaN(instant.getTime())) return null;
  const offset = offsetMinutes(due) ?? -instant.getTimezoneOffset();
  const [when, today] = [wallClock(instant, offset), wallClock(now, offset)];
  const day = dayWords(daysBetween(today, when), words) ?? calendarDay(when);
  return `${day} ${words.at} ${when.getUTCHours()}.${String(when.getUTCMinutes()).padStart(2, "0")}`;
}

/** Minutes east of UTC that an ISO string states; null when it states none. */
function offsetMinutes(iso: string): number | null {
  const [, utc, sign, hours, minutes] = /T.*?(?:(Z)|([+-])(\d\d):?(\d\d)?)$/i.exec(iso) ?? [];
  if (utc) return 0;
  if (!sign) return null;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0));
}

/** A date whose UTC fields are what a clock `offset` minutes east of UTC shows. */
function wallClock(instant: Date, offset: number): Date {
  return new Date(instant.getTime() + offset * 60_000);
}

function dayWords(days: number, words: DueWords): string | null {
  return { [-1]: words.yesterday, 0: words.today, 1: words.tomorrow }[days] ?? null;
}

const WEEKDAY = new Intl.DateTimeFormat("fi-FI", { weekday: "short", timeZone: "UTC" });

function calendarDay(when: Date): string {
  return `${WEEKDAY.format(when)} ${when.getUTCDate()}.${when.getUTCMonth() + 1}.`;
}

function daysBetween(from: Date, to: Date): number {
  const day = (date: Date) => Math.floor(date.getTime() / 86_400_000);
  return day(to) - day(from);
}
