/** What the calendar's columns are: practitioners of one day, or the days of one practitioner. */
import type { Practitioner } from "@/api/types";
import { addDays, minutesOf, mondayOf, weekday } from "@/lib/zone";

export interface Span {
  from: number;
  to: number;
}

export interface Band extends Span {
  reason: string | null;
}

export interface Column {
  key: string;
  date: string;
  practitioner: Practitioner;
  /** Open hours of that day, before breaks are taken out. */
  open: Span[];
  /** Breaks and closed days inside the hours. */
  closed: Band[];
}

const WHOLE_DAY: Span = { from: 0, to: 24 * 60 };

export function columnOf(practitioner: Practitioner, date: string): Column {
  const weekly = practitioner.weeklyHours
    .filter((hours) => hours.weekday === weekday(date))
    .map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) }));
  const today = practitioner.exceptions.filter((exception) => exception.date === date);
  const span = ({ from, to }: { from: string | null; to: string | null }): Span =>
    from === null || to === null ? WHOLE_DAY : { from: minutesOf(from), to: minutesOf(to) };
  const extra = today.filter(({ kind, from }) => kind === "open" && from !== null).map(span);
  return {
    key: `${practitioner.id}/${date}`,
    date,
    practitioner,
    open: [...weekly, ...extra].sort((a, b) => a.from - b.from),
    closed: today.filter(({ kind }) => kind === "closed").map((exception) => ({ ...span(exception), reason: exception.reason })),
  };
}

export function dayColumns(practitioners: readonly Practitioner[], date: string): Column[] {
  return practitioners.map((practitioner) => columnOf(practitioner, date));
}

/** Monday to Friday, and the days at the end that are worked or used. */
export function weekColumns(practitioner: Practitioner, date: string, used: ReadonlySet<string>): Column[] {
  const monday = mondayOf(date);
  const columns = Array.from({ length: 7 }, (_, day) => columnOf(practitioner, addDays(monday, day)));
  const last = columns.findLastIndex((column, day) => day < 5 || column.open.length > 0 || used.has(column.date));
  return columns.slice(0, last + 1);
}

const USUAL: Span = { from: 9 * 60, to: 17 * 60 };

/** The hours that the calendar shows: everything open or used, in whole hours. */
export function hoursShown(columns: readonly Column[], used: readonly Span[]): Span {
  const spans = [...columns.flatMap(({ open }) => open), ...used];
  if (spans.length === 0) return USUAL;
  return {
    from: Math.floor(Math.min(...spans.map(({ from }) => from)) / 60) * 60,
    to: Math.min(24 * 60, Math.ceil(Math.max(...spans.map(({ to }) => to)) / 60) * 60),
  };
}

/** `from` without what `taken` covers. */
export function without(from: readonly Span[], taken: readonly Span[]): Span[] {
  let left = [...from];
  for (const cut of taken) {
    left = left.flatMap((span) => {
      if (cut.to <= span.from || cut.from >= span.to) return [span];
      return [
        ...(cut.from > span.from ? [{ from: span.from, to: cut.from }] : []),
        ...(cut.to < span.to ? [{ from: cut.to, to: span.to }] : []),
      ];
    });
  }
  return left;
}

/** The hatched parts of a column: outside the hours, and breaks with their reason. */
export function closedBands(column: Column, shown: Span): Band[] {
  const outside = without([shown], column.open).map((span): Band => ({ ...span, reason: null }));
  const breaks = column.closed.flatMap(({ reason, ...span }) =>
    without([shown], without([shown], [span])).map((part): Band => ({ ...part, reason })));
  const wholeDay = breaks.find(({ from, to }) => from === shown.from && to === shown.to);
  return wholeDay === undefined ? [...outside, ...breaks] : [wholeDay];
}
