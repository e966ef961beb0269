/** How an appointment, a hold and a free time look in the calendar. */
import { Check, Plus, Undo2 } from "lucide-react";
import type { Appointment, Hold } from "@/api/types";
import { useRemaining } from "@/features/call/hold-strip";
import { classes } from "@/lib/classes";
import { clock } from "@/lib/times";
import { HoldRing } from "@/ui/hold-ring";

const ONE_LINE_MINUTES = 20;

export function AppointmentBlock({ appointment, minutes, over }: { appointment: Appointment; minutes: number; over: boolean }) {
  const line = minutes <= ONE_LINE_MINUTES;
  return (
    <span
      className={classes(
        "flex size-full min-w-0 overflow-hidden rounded-control border text-left forced-edge",
        over ? "border-line bg-sunken text-ink-3" : "border-line-strong bg-raised",
        line ? "items-center px-1 py-0" : "px-1 py-1",
      )}
    >
      <span aria-hidden className={classes("w-[3px] shrink-0 self-stretch rounded-full", over ? "bg-line-strong" : appointment.wonBack ? "bg-won" : "bg-accent", line && "my-1")} />
      <span className={classes("min-w-0 flex-1 pl-1.5", line && "flex items-baseline gap-1.5")}>
        <span className={classes("block truncate text-small leading-[17px]", over ? "font-medium" : "font-semibold")}>
          <bdi>{appointment.contact.name}</bdi>
        </span>{" "}
        <span className={classes("block truncate text-fine", !over && "text-ink-2")}>{appointment.procedureName}</span>
      </span>
      {(appointment.arrived || appointment.wonBack) && (
        <span className="shrink-0 pr-0.5 pl-1">
          {appointment.wonBack
            ? <Undo2 aria-hidden size={14} strokeWidth={2.1} className="text-won" />
            : <Check aria-hidden size={15} className={over ? undefined : "text-ink-2"} />}
        </span>
      )}
    </span>
  );
}

/** `ending 412` of "New caller, ending 412"; a known caller's name; the desk's own hold as such. */
function heldFor({ live, who }: Hold): string {
  if (live) return "Held, on the line";
  const ending = /ending (\d+)$/.exec(who)?.[1];
  return ending === undefined ? `Held, ${who}` : `Held, ending ${ending}`;
}

export function HoldBlock({ hold, minutes }: { hold: Hold; minutes: number }) {
  const left = useRemaining(hold);
  if (left.ended) {
    return (
      <span className="flex size-full items-center rounded-control border border-dashed border-line-strong bg-sunken px-2.5 text-small text-ink-2">
        Released
      </span>
    );
  }
  return (
    <span
      className={classes(
        "flex size-full min-w-0 gap-1 overflow-hidden rounded-control border border-dashed border-held-edge bg-held-soft px-2 text-left",
        minutes <= ONE_LINE_MINUTES ? "items-center" : "py-1",
      )}
    >
      <span className="min-w-0 flex-1">
        <span className="block truncate text-small leading-[17px] font-semibold">{heldFor(hold)}</span>{" "}
        {minutes > ONE_LINE_MINUTES && <span className="block truncate text-fine text-ink-2">{hold.procedureName}</span>}
      </span>{" "}
      <span className="flex h-[17px] shrink-0 items-center gap-1.5 text-fine font-[650] text-held">
        <HoldRing share={left.share} size={14} />
        {left.label}
      </span>
    </span>
  );
}

export function FreeBlock({ from, short }: { from: number; short: boolean }) {
  return (
    <span className="flex size-full items-center gap-1.5 rounded-control border border-accent bg-accent-soft px-2 text-small font-semibold text-accent opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100">
      <Plus aria-hidden size={15} />
      <span className="truncate">{short ? clock(from) : `Book ${clock(from)}`}</span>
    </span>
  );
}
