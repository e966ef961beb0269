/** The day in order: what was, the line of now, what is next, with holds where they would fall. */
import { Link } from "@tanstack/react-router";
import { CalendarCheck2, CalendarPlus, Check, Hourglass, Undo2 } from "lucide-react";
import { useClinic } from "@/app/clinic";
import { useNow } from "@/app/now";
import { openOverlay } from "@/app/overlay";
import type { Appointment, Hold, Today } from "@/api/types";
import { useRemaining } from "@/features/call/hold-strip";
import { classes } from "@/lib/classes";
import { timeAndDay, timeOf } from "@/lib/times";
import { zoned } from "@/lib/zone";
import { Button } from "@/ui/button";
import { Card, CardHead } from "@/ui/card";
import { Empty } from "@/ui/states";
import { Tag } from "@/ui/tag";

type Entry = { start: number } & ({ appointment: Appointment } | { hold: Hold });

const PAST_SHOWN = 2;

/** Appointments and holds in order; of what is over only the last two. */
export function dayEntries(appointments: readonly Appointment[], holds: readonly Hold[], now: number): { past: Entry[]; next: Entry[] } {
  const entries: Entry[] = [
    ...appointments.filter(({ status }) => status === "booked").map((appointment) => ({ start: Date.parse(appointment.start), appointment })),
    ...holds.filter(({ expiresAt }) => Date.parse(expiresAt) > now).map((hold) => ({ start: Date.parse(hold.start), hold })),
  ].sort((a, b) => a.start - b.start);
  return {
    past: entries.filter(({ start }) => start <= now).slice(-PAST_SHOWN),
    next: entries.filter(({ start }) => start > now),
  };
}

export function NextAppointments({ appointments, holds, nextFree }: Pick<Today, "appointments" | "holds" | "nextFree">) {
  const { timezone } = useClinic();
  const now = useNow(15_000);
  const { past, next } = dayEntries(appointments, holds, now);
  return (
    <Card aria-labelledby="next" className="relative flex min-h-[300px] flex-col">
      {/* Laid over the grid's row, so that a long day scrolls here and does not stretch the page. */}
      <div className="flex min-h-0 flex-col pad:absolute pad:inset-0">
        <CardHead
          id="next"
          title="Next appointments"
          aside={<Link to="/calendar" className="rounded-chip font-semibold text-accent hover:underline">Open calendar</Link>}
        />
        {past.length + next.length === 0 ? (
          <Empty
            icon={CalendarCheck2}
            title="Nothing is booked today"
            className="flex-1 border-t border-line"
            action={<Button onClick={() => openOverlay({ kind: "book", wish: {} })}>Book</Button>}
          >
            Appointments that Voxanne or you book for today appear here.
          </Empty>
        ) : (
          <ol tabIndex={0} aria-labelledby="next" className="ring-inside min-h-0 flex-1 overflow-y-auto thin-scroll max-pad:overflow-visible">
            {past.map((entry) => <Row key={keyOf(entry)} entry={entry} past />)}
            <li className="relative flex h-0 items-center border-t border-line" aria-label={`Now, ${timeOf(now, timezone)}`}>
              <span className="absolute left-2.5 z-10 rounded-tag bg-accent px-2 text-fine font-[650] text-on-accent">{timeOf(now, timezone)}</span>
              <span className="absolute right-3.5 left-14 h-0.5 bg-accent" />
            </li>
            {next.map((entry, index) => <Row key={keyOf(entry)} entry={entry} first={index === 0} />)}
            {next.length === 0 && <li className="px-3.5 py-6 text-center text-small text-ink-2">Nothing more today.</li>}
          </ol>
        )}
        {nextFree !== null && (
          <footer className="flex min-h-9 items-center gap-2.5 border-t border-line px-3.5 py-1.5 text-fine text-ink-2">
            <CalendarPlus aria-hidden size={15} />
            {next.length > 0 && `${next.length} more today. `}Next free {timeAndDay(nextFree.start, timezone, zoned(now, timezone).date)}, {nextFree.practitionerName}
          </footer>
        )}
      </div>
    </Card>
  );
}

function keyOf(entry: Entry): string {
  return "hold" in entry ? entry.hold.id : entry.appointment.id;
}

function Row({ entry, past = false, first = false }: { entry: Entry; past?: boolean; first?: boolean }) {
  const { timezone } = useClinic();
  const time = timeOf(entry.start, timezone);
  const shape = "grid grid-cols-[54px_minmax(0,1fr)] items-start border-t border-line px-3.5 py-[7px]";
  if ("hold" in entry) {
    return (
      <li className={classes(shape, "hatch-held")}>
        <span className="font-semibold">{time}</span>
        <HeldWords hold={entry.hold} />
      </li>
    );
  }
  const { appointment } = entry;
  return (
    
      <li className={classes(first ? "pt-1" : "", past && "text-ink-3", !first && "border-t border-line")}>
        <Link
          to="/calendar"
          search={{ date: zoned(appointment.start, timezone).date, appointment: appointment.id }}
          className="ring-inside grid grid-cols-[54px_minmax(0,1fr)] px-3.5 py-[7px] hover:bg-canvas"
        >
          <span className={past ? "" : "font-semibold"}>{time}</span>
          <span className="min-w-0">
            <span className="flex min-h-[22px] items-center gap-1.5">
              <span className={classes("truncate", past ? "font-medium" : "font-semibold")} title={appointment.contact.name}>
                <bdi>{appointment.contact.name}</bdi>
              </span>
              {appointment.wonBack ? <Tag tone="won" icon={Undo2}>Won back</Tag> : appointment.arrived && <Tag tone="plain" icon={Check}>Here</Tag>}
            </span>
            <WhatWithWhom what={appointment.procedureName} who={appointment.practitionerName} past={past} />
          </span>
        </Link>
      </li>
    
  );
}

/** The procedure gives way first: whose room to go to matters more. */
function WhatWithWhom({ what, who, past = false }: { what: string; who: string; past?: boolean }) {
  return (
    <span className={classes("flex min-w-0 text-small", !past && "text-ink-2")}>
      <span className="truncate" title={what}>{what}</span>
      <span className="shrink-0 whitespace-pre"> · {who}</span>
    </span>
  );
}

function HeldWords({ hold }: { hold: Hold }) {
  const left = useRemaining(hold);
  return (
    <span className="min-w-0">
      <span className="flex min-h-[22px] items-center gap-1.5">
        <span className="truncate font-semibold">{hold.callId === null ? "Held at the desk" : "Held for a caller"}</span>
        <Tag tone="held" icon={Hourglass}>{left.label}</Tag>
      </span>
      <WhatWithWhom what={hold.procedureName} who={hold.practitionerName} />
    </span>
  );
}
