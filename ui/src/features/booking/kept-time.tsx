/** The time that is held for this booking, counting down; and what to do once it has run out. */
import { TimerOff } from "lucide-react";
import { useClinic } from "@/app/clinic";
import { useHoldAnnounced, useRemaining } from "@/features/call/hold-strip";
import { shortDateTime } from "@/lib/times";
import { Button } from "@/ui/button";
import { HoldRing } from "@/ui/hold-ring";
import type { Kept } from "./draft";

export function KeptTime({ kept, practitioner, onChange, onAgain }: {
  kept: Kept;
  practitioner: string;
  onChange: () => void;
  onAgain: () => void;
}) {
  const { timezone } = useClinic();
  const left = useRemaining({ kind: "live", expiresAt: kept.expiresAt, totalSeconds: kept.totalSeconds });
  const when = shortDateTime(new Date(kept.start).toISOString(), timezone);
  useHoldAnnounced(when, left);
  if (left.ended) {
    return (
      <div role="alert" className="flex flex-wrap items-center gap-2.5 rounded-control border border-dashed border-line-strong bg-sunken px-3 py-2">
        <TimerOff aria-hidden size={18} className="text-ink-3" />
        <span className="flex-1">The hold on <b className="font-semibold">{when}</b> ran out.</span>
        <Button size="sm" look="primary" onClick={onAgain}>Hold it again</Button>
        <Button size="sm" onClick={onChange}>Other times</Button>
      </div>
    );
  }
  return (
    <div className="flex min-h-12 shrink-0 items-center gap-2.5 rounded-control border border-dashed border-held-edge bg-held-soft py-1.5 pr-2 pl-3">
      <HoldRing share={left.share} />
      <span className="min-w-0 flex-1">
        <span className="block">Holding <b className="font-semibold">{when}</b></span>
        <span className="block truncate text-small text-ink-2">{practitioner}</span>
      </span>
      <span className="font-[650] text-held">{left.label}<span className="sr-only"> left</span></span>
      <Button look="ghost" size="sm" onClick={onChange}>Change</Button>
    </div>
  );
}
