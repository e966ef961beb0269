/** Whether callers reach us, always in view; its panel says what works, since when, what to do. */
import { useQuery } from "@tanstack/react-query";
import { CirclePlay, CloudOff, Phone, PhoneOff, RefreshCw, type LucideIcon } from "lucide-react";
import { useAppliance } from "@/app/appliance";
import { useClinic, useToday } from "@/app/clinic";
import type { LineState } from "@/api/types";
import { classes } from "@/lib/classes";
import { useStore } from "@/lib/store";
import { dayAndTime, timeOf } from "@/lib/times";
import { LINE } from "@/lib/words";
import { Popover, PopoverBody, PopoverTrigger } from "@/ui/panel";

const ICON: Record<LineState, LucideIcon> = {
  open: Phone,
  practice: CirclePlay,
  catching_up: RefreshCw,
  no_way_in: PhoneOff,
  offline: CloudOff,
};

const COLOUR: Record<LineState, string> = {
  open: "bg-won-soft text-won",
  practice: "bg-accent-soft text-accent",
  catching_up: "bg-held-soft text-held",
  no_way_in: "bg-urgent-soft text-urgent",
  offline: "bg-urgent-soft text-urgent",
};

const ADVICE: Record<LineState, string> = {
  open: "Calls, booking and transcripts all work.",
  practice: "Everything works as it would on a real line. Callers are played, nobody outside is rung or texted.",
  catching_up: "Booking works. Calls from the gap appear as they are read.",
  no_way_in: "Calendar, booking by hand and past calls work. Answer the desk phone, and ask IT to look at the way in.",
  offline: "Calendar, booking by hand and past calls work. Check the clinic's internet connection, then ask IT.",
};

export function LineStatus() {
  const { connection, queries } = useAppliance();
  const { timezone } = useClinic();
  const today = useToday();
  const link = useStore(connection);
  const { data: line } = useQuery(queries.line());
  if (line === undefined) return <div className="h-9" />;

  const cut = link.state === "lost";
  const state: LineState = cut ? "offline" : line.state;
  const Icon = ICON[state];
  const title = cut ? "No connection" : LINE[state].title;
  const clause = cut ? "Trying to reach the appliance" : LINE[state].clause;
  return (
    <Popover>
      <PopoverTrigger className="-ml-1.5 flex h-10 min-w-0 items-center gap-2.5 rounded-control px-1.5 text-left hover:bg-sunken touch:h-11">
        <span className={classes("grid size-[22px] shrink-0 place-items-center rounded-full max-tab:size-6", COLOUR[state])}>
          <Icon aria-hidden size={13} strokeWidth={2.1} />
        </span>
        <span className="flex min-w-0 items-center gap-2.5 max-tab:flex-col max-tab:items-start max-tab:gap-0">
          <span className="font-semibold whitespace-nowrap">{title}</span>
          <span className="truncate text-ink-2 max-tab:max-w-full max-tab:text-fine">
            {clause}
            {!cut && line.live > 0 && <span className="tab:hidden">, {line.live} live</span>}
          </span>
        </span>
        {!cut && line.live > 0 && <Divided className="max-tab:hidden">{line.live} live</Divided>}
        {!cut && line.caughtUpAt !== null && (
          <Divided className="max-pad:hidden">Caught up {timeOf(line.caughtUpAt, timezone)}</Divided>
        )}
      </PopoverTrigger>
      <PopoverBody align="start" aria-label="The line">
        <p className="font-semibold">{title}</p>
        <p className="mt-0.5 text-small text-ink-2">
          {cut ? "This page shows what was known before. It comes up to date by itself." : ADVICE[state]}
        </p>
        {!cut && line.detail !== "" && <p className="mt-2 text-small text-ink-2">{line.detail}</p>}
        <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 border-t border-line pt-3 text-small">
          <dt className="text-ink-3">On the line</dt>
          <dd>{line.live === 0 ? "Nobody" : line.live}</dd>
          {line.caughtUpAt !== null && (
            <>
              <dt className="text-ink-3">Caught up</dt>
              <dd>{sentence(dayAndTime(line.caughtUpAt, timezone, today))}</dd>
            </>
          )}
        </dl>
      </PopoverBody>
    </Popover>
  );
}

function Divided({ className, children }: { className?: string; children: React.ReactNode }) {
  return <span className={classes("border-l border-line-strong pl-2.5 whitespace-nowrap text-ink-2", className)}>{children}</span>;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
