/** Free times in the order and grouping in which a person at the desk reads them. */
import type { Slot } from "@/api/types";
import { addDays, zoned } from "@/lib/zone";

export interface FreeTime {
  start: number;
  minutes: number;
  /** Who could take it; the first one does, when the caller has no wish. */
  practitionerIds: string[];
}

export interface FreeDay {
  date: string;
  times: FreeTime[];
}

/** Every day of the span, also those without a free time. */
export function freeDays(slots: readonly Slot[], zone: string, from: string, days: number): FreeDay[] {
  const byDay = new Map<string, Map<number, FreeTime>>();
  for (let day = 0; day < days; day += 1) byDay.set(addDays(from, day), new Map());
  for (const slot of slots) {
    const start = Date.parse(slot.start);
    const { date, minutes } = zoned(start, zone);
    const times = byDay.get(date);
    if (times === undefined) continue;
    const known = times.get(start);
    if (known === undefined) times.set(start, { start, minutes, practitionerIds: [slot.practitionerId] });
    else if (!known.practitionerIds.includes(slot.practitionerId)) known.practitionerIds.push(slot.practitionerId);
  }
  return [...byDay].map(([date, times]) => ({ date, times: [...times.values()].sort((a, b) => a.start - b.start) }));
}

/** Where an arrow key leads in a grid of buttons with `columns` in a row. */
export function arrowTarget(key: string, index: number, count: number, columns: number): number | null {
  const by: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = by[key];
  if (step === undefined) return null;
  const target = index + step;
  return target < 0 || target >= count ? index : target;
}
