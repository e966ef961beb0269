/** What stands in a column: appointments, holds and free times, in order, side by side if they must. */
import type { Appointment, Hold } from "@/api/types";
import { zoned } from "@/lib/zone";
import { without, type Column, type Span } from "./columns";

export type Content =
  | { kind: "appointment"; appointment: Appointment }
  | { kind: "hold"; hold: Hold }
  | { kind: "free" };

export interface Cell extends Span {
  key: string;
  lane: number;
  lanes: number;
  content: Content;
}

const STEP = 30;
const SHORTEST_FREE = 15;

/** Wall-clock minutes of an interval on one day; what runs past midnight ends there. */
export function spanOn(date: string, start: string, end: string, zone: string): Span | null {
  const from = zoned(start, zone);
  const to = zoned(end, zone);
  if (from.date > date || to.date < date || (to.date === date && to.minutes === 0 && from.date < date)) return null;
  return { from: from.date < date ? 0 : from.minutes, to: to.date > date ? 24 * 60 : to.minutes };
}

export function cellsOf(
  column: Column,
  appointments: readonly Appointment[],
  holds: readonly Hold[],
  zone: string,
  /** Minutes before which nothing can be booked: now on today, everything on a past day. */
  bookableFrom: number,
): Cell[] {
  const mine = <T extends { practitionerId: string; start: string; end: string }>(items: readonly T[]) =>
    items.flatMap((item) => {
      const span = item.practitionerId === column.practitioner.id ? spanOn(column.date, item.start, item.end, zone) : null;
      return span === null ? [] : [{ item, span }];
    });
  const taken = inLanes([
    ...mine(appointments)
      .filter(({ item }) => item.status === "booked")
      .map(({ item, span }) => ({ ...span, key: `a:${item.id}`, content: { kind: "appointment" as const, appointment: item } })),
    ...mine(holds).map(({ item, span }) => ({ ...span, key: `h:${item.id}`, content: { kind: "hold" as const, hold: item } })),
  ]);
  const past = { from: 0, to: bookableFrom };
  const free = without(column.open, [...column.closed, ...taken, past])
    .flatMap(stepsOf)
    .map((span): Cell => ({ ...span, key: `f:${column.key}/${span.from}`, lane: 0, lanes: 1, content: { kind: "free" } }));
  return [...taken, ...free].sort((a, b) => a.from - b.from || a.lane - b.lane);
}

/** Cut at the full and half hours. */
function stepsOf({ from, to }: Span): Span[] {
  const steps: Span[] = [];
  for (let at = from; at < to;) {
    const next = Math.min(to, (Math.floor(at / STEP) + 1) * STEP);
    if (next - at >= SHORTEST_FREE) steps.push({ from: at, to: next });
    at = next;
  }
  return steps;
}

/** Gives overlapping cells lanes of equal width. */
export function inLanes<T extends Span>(cells: readonly T[]): (T & { lane: number; lanes: number })[] {
  const sorted = [...cells].sort((a, b) => a.from - b.from || b.to - a.to);
  const placed: (T & { lane: number; lanes: number })[] = [];
  let cluster: (T & { lane: number; lanes: number })[] = [];
  let ends: number[] = [];
  const close = () => {
    for (const cell of cluster) cell.lanes = ends.length;
    cluster = [];
    ends = [];
  };
  for (const cell of sorted) {
    if (ends.every((end) => end <= cell.from)) close();
    const freed = ends.findIndex((end) => end <= cell.from);
    const lane = freed < 0 ? ends.length : freed;
    ends[lane] = cell.to;
    const entry = { ...cell, lane, lanes: 1 };
    cluster.push(entry);
    placed.push(entry);
  }
  close();
  return placed;
}

/** The cell that an arrow key leads to. */
export function neighbour(columns: readonly (readonly Cell[])[], at: { column: number; cell: number }, key: string): { column: number; cell: number } | null {
  const cells = columns[at.column] ?? [];
  const here = cells[at.cell];
  switch (key) {
    case "ArrowUp":
      return at.cell > 0 ? { ...at, cell: at.cell - 1 } : null;
    case "ArrowDown":
      return at.cell < cells.length - 1 ? { ...at, cell: at.cell + 1 } : null;
    case "Home":
      return { ...at, cell: 0 };
    case "End":
      return { ...at, cell: cells.length - 1 };
    case "ArrowLeft":
    case "ArrowRight": {
      const by = key === "ArrowLeft" ? -1 : 1;
      for (let column = at.column + by; column >= 0 && column < columns.length; column += by) {
        const cell = nearest(columns[column] ?? [], here?.from ?? 0);
        if (cell >= 0) return { column, cell };
      }
      return null;
    }
    default:
      return null;
  }
}

export function nearest(cells: readonly Cell[], minutes: number): number {
  let best = -1;
  let distance = Infinity;
  cells.forEach((cell, index) => {
    const away = minutes >= cell.from && minutes < cell.to ? 0 : Math.abs(cell.from - minutes);
    if (away < distance) {
      best = index;
      distance = away;
    }
  });
  return best;
}
