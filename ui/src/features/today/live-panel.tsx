// One live call: who, since when, the words as they come, and the time it holds.
import { Link } from "@tanstack/react-router";
import { useAppliance } from "@/app/appliance";
import { useNow } from "@/app/now";
import { saidSoFar } from "@/api/live";
import type { LiveCall } from "@/api/types";
import { HoldStrip } from "@/features/call/hold-strip";
import { useIsPhone } from "@/features/frame/media";
import { useStore } from "@/lib/store";
import { mss } from "@/lib/times";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { LevelBars } from "@/ui/level-bars";
import { LiveTranscript } from "./live-transcript";

const LINES_ON_A_PHONE = 1;

/** One call on the line: who, since when, what is being said, what is held. */
export function LivePanel({ live: { call, turns, partial, hold }, askedAt }: { live: LiveCall; askedAt: number }) {
  const heard = useStore(useAppliance().live.store).get(call.id);
  const phone = useIsPhone();
  const words = saidSoFar(turns, askedAt, heard?.turns ?? []);
  const unfinished = heard?.partial === undefined ? partial : heard.partial;
  const ringing = call.status === "ringing";
  const open = { to: "/calls/$callId", params: { callId: call.id } } as const;
  return (
    <Card aria-label={`Live call: ${call.who}`} className="flex min-w-0 flex-col">
      <header className="flex items-start gap-3 border-b border-live/45 bg-live-soft px-3.5 py-[9px]">
        <div className="min-w-0 flex-1">
          <h3 className="truncate text-phone font-[650]" title={call.who}>
            <Link {...open} data-live-call className="rounded-chip"><bdi>{call.who}</bdi></Link>
          </h3>
          <p className="truncate text-small text-ink-2">
            {ringing ? "Ringing" : call.reason ?? "Reason not said yet"}
          </p>
        </div>
        <span className="flex items-center gap-2.5 pt-0.5">
          <LevelBars />
          <Elapsed since={call.answeredAt ?? call.startedAt} />
        </span>
      </header>
      <LiveTranscript
        turns={phone ? words.slice(unfinished === null ? -2 : -LINES_ON_A_PHONE) : words}
        partial={unfinished}
        still={phone}
      />
      {hold !== null && <div className="px-3.5 pb-2.5"><HoldStrip hold={hold} /></div>}
      <footer className="flex justify-end border-t border-line px-2 py-1.5 max-tab:hidden">
        <Button asChild look="ghost" size="sm">
          <Link {...open}>Open call</Link>
        </Button>
      </footer>
    </Card>
  );
}

function Elapsed({ since }: { since: string }) {
  const now = useNow(1000);
  return (
    <span role="timer" className="min-w-9 text-right font-semibold text-live">
      {mss((now - Date.parse(since)) / 1000)}
    </span>
  );
}
