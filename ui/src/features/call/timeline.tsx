// What happened in a call, line by line, each with its icon.
import {
  AudioLines, Bell, CalendarCheck2, CalendarSearch, CalendarX2, CircleAlert, Gauge, Hourglass, MoveRight, Phone,
  PhoneForwarded, PhoneIncoming, RefreshCw, ShieldCheck, ShieldOff, TimerOff, TriangleAlert, Unlock, UserPlus,
  type LucideIcon,
} from "lucide-react";
import type { TimelineEvent, TimelineKind } from "@/api/types";
import { useClinic } from "@/app/clinic";
import { classes } from "@/lib/classes";
import { mss, timeOf } from "@/lib/times";
import { Card, CardHead } from "@/ui/card";

const ICON: Record<TimelineKind, LucideIcon> = {
  answered: PhoneIncoming,
  offered: CalendarSearch,
  held: Hourglass,
  renewed: RefreshCw,
  confirmed: CalendarCheck2,
  released: Unlock,
  moved: MoveRight,
  cancelled: CalendarX2,
  contact_saved: UserPlus,
  handed_over: PhoneForwarded,
  emergency: TriangleAlert,
  ended: Phone,
  hold_expired: TimerOff,
  recovery_hold: Bell,
  tool_error: CircleAlert,
  stalled: Gauge,
  transferred: AudioLines,
  consent_given: ShieldCheck,
  consent_withdrawn: ShieldOff,
};

/** Repeated renewals of one hold say nothing new: only the last of a run is kept. */
export function withoutRepeats(timeline: readonly TimelineEvent[]): TimelineEvent[] {
  return timeline.filter((event, index) => event.kind !== "renewed" || timeline[index + 1]?.kind !== "renewed");
}

export function Timeline({ timeline }: { timeline: readonly TimelineEvent[] }) {
  const { timezone } = useClinic();
  return (
    <Card aria-labelledby="timeline">
      <CardHead id="timeline" title="Timeline" />
      {timeline.length === 0 ? (
        <p className="px-3.5 pb-3.5 text-small text-ink-2">Nothing has happened yet.</p>
      ) : (
        <ol className="flex flex-col gap-1.5 px-3.5 pb-3.5">
          {withoutRepeats(timeline).map((event, index) => {
            const Icon = ICON[event.kind];
            const urgent = event.kind === "emergency";
            return (
              <li key={index} className="grid grid-cols-[42px_20px_minmax(0,1fr)] items-start gap-x-1.5 text-small">
                <time dateTime={event.at} className="text-fine leading-[18px] text-ink-3">
                  {event.secondsFromStart === null ? timeOf(event.at, timezone) : mss(event.secondsFromStart)}
                </time>
                <Icon aria-hidden size={14} strokeWidth={1.9} className={classes("mt-0.5", urgent ? "text-urgent" : "text-ink-3")} />
                <span className={urgent ? "font-semibold text-urgent" : undefined}>{event.text}</span>
              </li>
            );
          })}
        </ol>
      )}
    </Card>
  );
}
