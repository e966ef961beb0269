/** A held time with what is left of it; says when it was let go, then leaves. */
import { Hourglass } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useClinic } from "@/app/clinic";
import { useNow } from "@/app/now";
import type { Hold } from "@/api/types";
import { announce } from "@/features/frame/announcer";
import { remaining, type HoldClock, type Remaining } from "@/lib/hold";
import { shortDateTime } from "@/lib/times";
import { HoldRing } from "@/ui/hold-ring";

const RELEASED_FOR_MS = 3000;

/** What is left of a hold, by the appliance's clock. */
export function useRemaining(hold: HoldClock): Remaining {
  return remaining(hold, useNow(1000));
}

/** Start, last minute and end are said aloud; nothing in between. */
export function useHoldAnnounced(what: string, left: Remaining): void {
  const phase = left.ended ? "ended" : left.lastMinute ? "last" : "running";
  const before = useRef<string | null>(null);
  useEffect(() => {
    if (before.current === phase) return;
    const first = before.current === null;
    before.current = phase;
    if (phase === "ended") announce(`${what}: released`);
    else if (phase === "last" && !first) announce(`${what}: one minute left`);
    else if (first) announce(`${what}: held`);
  }, [phase, what]);
}

export function HoldStrip({ hold }: { hold: Hold }) {
  const { timezone } = useClinic();
  const left = useRemaining(hold);
  const gone = useGone(left.ended);
  const when = shortDateTime(hold.start, timezone);
  useHoldAnnounced(`${when}, ${hold.practitionerName}`, left);
  if (gone) return null;
  if (left.ended) {
    return (
      <p className="flex h-9 items-center gap-2.5 rounded-control border border-dashed border-line-strong bg-sunken px-3 text-ink-2">
        <Hourglass aria-hidden size={16} />Released
      </p>
    );
  }
  return (
    <p className="flex min-h-9 items-center gap-2.5 rounded-control border border-dashed border-held-edge bg-held-soft px-3 py-1.5">
      <HoldRing share={left.share} />
      <span className="min-w-0 flex-1 truncate">
        Holding <b className="font-semibold">{when}</b>
        <span className="max-tab:hidden"> · {hold.practitionerName}</span>
      </span>
      <span className="font-[650] text-held">{left.label}</span>
      <span className="sr-only">left</span>
    </p>
  );
}

export function useGone(ended: boolean): boolean {
  const [gone, setGone] = useState(false);
  useEffect(() => {
    if (!ended) return;
    const timer = window.setTimeout(() => setGone(true), RELEASED_FOR_MS);
    return () => {
      window.clearTimeout(timer);
      setGone(false);
    };
  }, [ended]);
  return gone;
}
