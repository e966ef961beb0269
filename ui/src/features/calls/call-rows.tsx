import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { PhoneIncoming, PhoneOutgoing } from "lucide-react";
import { useEffect, useRef } from "react";
import type { CallSummary } from "@/api/types";
import { useClinic, useToday } from "@/app/clinic";
import { useShortcut } from "@/app/shortcuts";
import { StandingTag } from "@/features/call/outcome";
import { useIsPhone } from "@/features/frame/media";
import { dayAndTime, spokenDuration } from "@/lib/times";

const ROW = 54;
const ROW_ON_A_PHONE = 68;

/** The rows in view and a few around them; the next page is read before its end is reached. */
export function CallRows({ calls, more, onMore }: {
  calls: readonly CallSummary[];
  more: boolean;
  onMore: () => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const phone = useIsPhone();
  const rows = useVirtualizer({
    count: calls.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (phone ? ROW_ON_A_PHONE : ROW),
    overscan: 8,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= calls.length - 12) onMore();
  }, [more, last, calls.length, onMore]);

  const step = (by: number) => {
    const links = [...(scroller.current?.querySelectorAll<HTMLElement>("a") ?? [])];
    const index = links.indexOf(document.activeElement as HTMLElement);
    links[index < 0 ? 0 : Math.min(links.length - 1, Math.max(0, index + by))]?.focus();
  };
  useShortcut("j", () => step(1));
  useShortcut("k", () => step(-1));

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto thin-scroll">
      <ul className="relative" style={{ height: `${rows.getTotalSize()}px` }}>
        {shown.map(({ index, start, size }) => {
          const call = calls[index];
          return call && (
            <li
              key={call.id}
              aria-setsize={calls.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0"
              style={{ height: `${size}px`, transform: `translateY(${start}px)` }}
            >
              <Row call={call} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Row({ call }: { call: CallSummary }) {
  const { timezone } = useClinic();
  const today = useToday();
  const Icon = call.direction === "inbound" ? PhoneIncoming : PhoneOutgoing;
  return (
    <Link
      to="/calls/$callId"
      params={{ callId: call.id }}
      className="ring-inside grid h-full grid-cols-[20px_minmax(0,1fr)_150px_88px_132px] items-center gap-3 border-b border-line px-3.5 hover:bg-canvas max-pad:grid-cols-[20px_minmax(0,1fr)_auto] max-tab:grid-cols-[minmax(0,1fr)_auto]"
    >
      <Icon aria-hidden size={16} className="text-ink-3 max-tab:hidden" />
      <span className="min-w-0">
        <span className="block truncate font-semibold" title={call.who}><bdi>{call.who}</bdi></span>
        <span className="block truncate text-small text-ink-2">
          <span className="sr-only">{call.direction === "inbound" ? "Inbound, " : "Outbound, "}</span>
          <span className="pad:hidden">{capital(dayAndTime(call.startedAt, timezone, today))} · </span>
          {call.reason ?? "Reason not said"}
        </span>
      </span>
      <span><StandingTag call={call} /></span>
      <span className="text-right text-small text-ink-2 max-pad:hidden">
        {call.durationSeconds === null || call.durationSeconds === 0 ? "" : spokenDuration(call.durationSeconds)}
      </span>
      <time dateTime={call.startedAt} className="text-right text-small text-ink-2 max-pad:hidden">
        {capital(dayAndTime(call.startedAt, timezone, today))}
      </time>
    </Link>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
