import { PhoneMissed, Undo2 } from "lucide-react";
import { useClinic } from "@/app/clinic";
import type { Today } from "@/api/types";
import { timeOf } from "@/lib/times";

/** What happened while nobody was at the desk, in one line. */
export function SinceClosed({ since }: { since: Today["since"] }) {
  const { timezone } = useClinic();
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-0.5 text-small text-ink-2 max-tab:gap-x-3">
      <span className="text-ink-3">Since you closed at {timeOf(since.from, timezone)}</span>
      <span><b className="font-[650] text-ink">{since.answered}</b> answered</span>
      <span><b className="font-[650] text-ink">{since.booked}</b> booked</span>
      <span className={since.wonBack > 0 ? "inline-flex items-center gap-1.5 text-won" : undefined}>
        {since.wonBack > 0 && <Undo2 aria-hidden size={14} strokeWidth={2.1} />}
        <span><b className="font-[650]">{since.wonBack}</b> won back</span>
      </span>
      <span className={since.missed > 0 ? "inline-flex items-center gap-1.5 text-needs" : undefined}>
        {since.missed > 0 && <PhoneMissed aria-hidden size={14} strokeWidth={2.1} />}
        <span><b className="font-[650] text-current">{since.missed}</b> missed</span>
      </span>
    </p>
  );
}
