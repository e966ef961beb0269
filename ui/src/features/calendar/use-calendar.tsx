/** Reads what the calendar shows and lays it out in columns. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useAppliance } from "@/app/appliance";
import { useClinic, useToday } from "@/app/clinic";
import { useNow } from "@/app/now";
import type { Appointment, Hold, Practitioner } from "@/api/types";
import { shortDate, longDate, weekTitle } from "@/lib/times";
import { addDays, dayBounds, mondayOf, zoned } from "@/lib/zone";
import { Avatar } from "@/ui/avatar";
import { cellsOf, spanOn, type Cell } from "./cells";
import { dayColumns, hoursShown, weekColumns, type Column } from "./columns";
import type { GridColumn } from "./grid";

const NONE: never[] = [];
/** A hold that has ended says so for a moment before its block leaves. */
const LINGER_MS = 3000;

export function useCalendar({ date, week, practitionerId }: { date: string; week: boolean; practitionerId: string | null }) {
  const { queries } = useAppliance();
  const { timezone } = useClinic();
  const today = useToday();
  const now = useNow(1000);
  const minute = Math.floor(now / 60_000);

  const team = useQuery(queries.practitioners());
  const practitioners = useMemo(() => team.data?.items.filter(({ active }) => active) ?? NONE, [team.data]);
  const chosen = practitioners.find(({ id }) => id === practitionerId);
  const one = week ? chosen ?? practitioners[0] : undefined;

  const first = week ? mondayOf(date) : date;
  const { from } = dayBounds(first, timezone);
  const { to } = dayBounds(week ? addDays(first, 6) : first, timezone);
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), status: "booked" as const };
  const appointments = useQuery(queries.appointments(range));
  const held = useQuery(queries.holds());
  const booked = appointments.data?.items ?? NONE;
  // As text, so that a new second lays nothing out again unless a hold has left.
  const alive = (held.data?.items ?? NONE).filter(({ expiresAt }) => Date.parse(expiresAt) + LINGER_MS > now).map(({ id }) => id).join();
  const holds = useMemo(() => {
    const ids = new Set(alive.split(","));
    return held.data?.items.filter(({ id }) => ids.has(id)) ?? NONE;
  }, [held.data, alive]);

  const layout = useMemo(() => {
    const used = new Set(booked.filter((a) => a.practitionerId === one?.id).map(({ start }) => zoned(start, timezone).date));
    const days: Column[] = week
      ? one === undefined ? [] : weekColumns(one, first, used)
      : dayColumns(chosen === undefined ? practitioners : [chosen], date);
    const { date: nowDate, minutes: nowMinutes } = zoned(minute * 60_000, timezone);
    const columns = days.map((column): GridColumn => ({
      column,
      ...heading(column, week, today),
      cells: cellsOf(column, booked, holds, timezone, column.date < nowDate ? 24 * 60 : column.date > nowDate ? 0 : nowMinutes),
    }));
    return { columns, shown: hoursShown(days, usedSpans(days, booked, holds, timezone)) };
  }, [booked, holds, practitioners, chosen, one, week, first, date, timezone, today, minute]);

  const { date: nowDate, minutes: nowMinutes } = zoned(now, timezone);
  return {
    ...layout,
    label: week ? `Week of ${one?.name ?? ""}, ${weekTitle(first)}` : longDate(date),
    week,
    practitioners,
    practitionerId: week ? one?.id ?? null : chosen?.id ?? null,
    holds,
    loading: team.isPending || appointments.isPending,
    error: team.error ?? appointments.error,
    retry: () => {
      void team.refetch();
      void appointments.refetch();
    },
    over: (column: Column, cell: Cell) => column.date < nowDate || (column.date === nowDate && cell.to <= nowMinutes),
  };
}

function usedSpans(columns: readonly Column[], appointments: readonly Appointment[], holds: readonly Hold[], zone: string) {
  return columns.flatMap(({ date, practitioner }) =>
    [...appointments, ...holds]
      .filter(({ practitionerId }) => practitionerId === practitioner.id)
      .map(({ start, end }) => spanOn(date, start, end, zone))
      .filter((span) => span !== null));
}

function heading({ date, practitioner }: Column, week: boolean, today: string): Pick<GridColumn, "head" | "label"> {
  if (week) {
    return {
      label: longDate(date),
      head: <span className={date === today ? "font-[650] text-accent" : "font-semibold"}>{shortDate(date)}{date === today && <span className="sr-only">, today</span>}</span>,
    };
  }
  return { label: practitioner.name, head: <Who practitioner={practitioner} /> };
}

function Who({ practitioner: { name, specialty, room } }: { practitioner: Practitioner }) {
  const second = [specialty, room].filter((part) => part !== null).join(" · ");
  return (
    <>
      <Avatar name={name} />
      <span className="min-w-0">
        <span className="block truncate leading-[18px] font-semibold" title={name}>{name}</span>
        {second !== "" && <span className="block truncate text-fine text-ink-2" title={second}>{second}</span>}
      </span>
    </>
  );
}
