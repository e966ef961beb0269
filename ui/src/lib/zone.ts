/**
 * Instants and clock times of the clinic's zone, across daylight saving.
 *
 * Only Intl knows the zones; nothing here reads a clock or the machine's own zone. Words for
 * people are in `times.ts`.
 */

export interface ZonedParts {
  /** `YYYY-MM-DD` in the zone. */
  date: string;
  /** Minutes since the zone's midnight as a wall clock shows them. */
  minutes: number;
  seconds: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hourCycle: "h23", era: "short",
      year: "numeric", month: "2-digit", day: "2-digit",
      hour: "2-digit", minute: "2-digit", second: "2-digit",
    });
    formats.set(zone, format);
  }
  return format;
}

export function zoned(instant: string | number, zone: string): ZonedParts {
  const ms = typeof instant === "number" ? instant : Date.parse(instant);
  const part: Record<string, string> = {};
  for (const { type, value } of formatFor(zone).formatToParts(ms)) part[type] = value;
  const year = (part["year"] ?? "").padStart(4, "0");
  return {
    date: `${year}-${part["month"] ?? ""}-${part["day"] ?? ""}`,
    minutes: Number(part["hour"]) * 60 + Number(part["minute"]),
    seconds: Number(part["second"]),
  };
}

/** How far the zone's wall clock is ahead of UTC at that instant, in milliseconds. */
export function offsetAt(ms: number, zone: string): number {
  const { date, minutes, seconds } = zoned(ms, zone);
  const wall = Date.parse(`${date}T00:00:00Z`) + minutes * 60_000 + seconds * 1000;
  return wall - Math.floor(ms / 1000) * 1000;
}

/**
 * The instant at which the zone's wall clock shows `minutes` past midnight on `date`.
 * In the doubled hour it is the earlier of the two; in the missing hour the clock has moved on.
 */
export function instantAt(date: string, minutes: number, zone: string): number {
  const wall = Date.parse(`${date}T00:00:00Z`) + minutes * 60_000;
  const before = wall - offsetAt(wall - 86_400_000, zone);
  const after = wall - offsetAt(wall + 86_400_000, zone);
  for (const candidate of [Math.min(before, after), Math.max(before, after)]) {
    if (candidate + offsetAt(candidate, zone) === wall) return candidate;
  }
  return before;
}

/** First and last moment of a day, the last excluded: 23, 24 or 25 hours apart. */
export function dayBounds(date: string, zone: string): { from: number; to: number } {
  return { from: instantAt(date, 0, zone), to: instantAt(addDays(date, 1), 0, zone) };
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1] = date.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  return first.toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** Monday is 1, Sunday 7. */
export function weekday(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7 + 1;
}

export function mondayOf(date: string): string {
  return addDays(date, 1 - weekday(date));
}

/** `09:30` as minutes past midnight. */
export function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

export function isPlainDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}
