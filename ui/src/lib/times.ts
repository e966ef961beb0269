/** Times and durations in words, the same on every machine: 10:30, Thu 19 Nov, 4 min 32 s. */
import { addDays, daysBetween, weekday, zoned } from "./zone";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];

function dayName(date: string): string {
  return DAYS[weekday(date) - 1] ?? "";
}

function monthName(date: string): string {
  return MONTHS[Number(date.slice(5, 7)) - 1] ?? "";
}

export function clock(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  return `${String(hours).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

export function timeOf(instant: string | number, zone: string): string {
  return clock(zoned(instant, zone).minutes);
}

/** `Thu 19 Nov`; the year only when it isn't the one of `today`. */
export function shortDate(date: string, today?: string): string {
  const base = `${dayName(date).slice(0, 3)} ${Number(date.slice(8))} ${monthName(date).slice(0, 3)}`;
  return today !== undefined && today.slice(0, 4) !== date.slice(0, 4) ? `${base} ${date.slice(0, 4)}` : base;
}

/** `Thursday 12 November`. */
export function longDate(date: string): string {
  return `${dayName(date)} ${Number(date.slice(8))} ${monthName(date)}`;
}

/** `November 2026`. */
export function monthTitle(date: string): string {
  return `${monthName(date)} ${date.slice(0, 4)}`;
}

/** `9 to 15 November`, `30 November to 6 December`. */
export function weekTitle(monday: string): string {
  const sunday = addDays(monday, 6);
  const from = Number(monday.slice(8));
  const to = `${Number(sunday.slice(8))} ${monthName(sunday)}`;
  return monthName(monday) === monthName(sunday) ? `${from} to ${to}` : `${from} ${monthName(monday)} to ${to}`;
}

/** `Thu 19 Nov, 10:30`. */
export function shortDateTime(instant: string, zone: string, today?: string): string {
  const { date, minutes } = zoned(instant, zone);
  return `${shortDate(date, today)}, ${clock(minutes)}`;
}

export type Daycount = "today" | "tomorrow" | "yesterday" | null;

export function relativeDay(date: string, today: string): Daycount {
  const days = daysBetween(today, date);
  return days === 0 ? "today" : days === 1 ? "tomorrow" : days === -1 ? "yesterday" : null;
}

/** `14:45 today`, `09:00 tomorrow`, `10:30, Thu 19 Nov`. */
export function timeAndDay(instant: string, zone: string, today: string): string {
  const { date, minutes } = zoned(instant, zone);
  const relative = relativeDay(date, today);
  return relative === null ? `${clock(minutes)}, ${shortDate(date, today)}` : `${clock(minutes)} ${relative}`;
}

/** For a list of past things: `10:19` today, `Yesterday`, `Tue 10 Nov` before. */
export function pastStamp(instant: string, zone: string, today: string): string {
  const { date, minutes } = zoned(instant, zone);
  const relative = relativeDay(date, today);
  if (relative === "today") return clock(minutes);
  return relative === "yesterday" ? "Yesterday" : shortDate(date, today);
}

/** For the middle of a sentence: `today 09:18`, `yesterday 17:02`, `Tue 10 Nov 17:49`. */
export function dayAndTime(instant: string, zone: string, today: string): string {
  const { date, minutes } = zoned(instant, zone);
  return `${relativeDay(date, today) ?? shortDate(date, today)} ${clock(minutes)}`;
}

/** `m:ss`, never negative. */
export function mss(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** `4 min 32 s`, `41 s`, `2 min`. */
export function spokenDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  if (minutes === 0) return `${rest} s`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

/** `just now`, `5 min ago`, `2 h ago`; null when a time of day says it better. */
export function ago(instant: string, now: number): string | null {
  const minutes = Math.floor((now - Date.parse(instant)) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  return minutes < 180 ? `${Math.floor(minutes / 60)} h ago` : null;
}
