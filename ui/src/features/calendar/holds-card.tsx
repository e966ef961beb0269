import { Link } from "@tanstack/react-router";
import { Hourglass } from "lucide-react";
import type { Hold } from "@/api/types";
import { useClinic, useToday } from "@/app/clinic";
import { useChanges } from "@/features/booking/changes";
import { useHoldAnnounced, useRemaining } from "@/features/call/hold-strip";
import { useCut } from "@/features/frame/banner";
import { timeAndDay } from "@/lib/times";
import { zoned } from "@/lib/zone";
import { Button } from "@/ui/button";
import { Card, CardHead } from "@/ui/card";
import { HoldRing } from "@/ui/hold-ring";
import { Tag } from "@/ui/tag";

/** Every time that is held right now, whichever day is in view; the one that ends first on top. */
export function HoldsCard({ holds, onRelease }: { holds: readonly Hold[]; onRelease?: () => void }) {
  const ordered = [...holds].sort((a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt));
  return (
    <Card aria-labelledby="holds">
      <CardHead id="holds" title="Holds" tag={holds.length > 0 && <Tag tone="held" icon={Hourglass}>{holds.length}</Tag>} />
      {holds.length === 0 ? (
        <p className="border-t border-line px-3.5 py-3 text-small text-ink-2">Nothing is held. A time is held while a caller decides.</p>
      ) : (
        <ul>{ordered.map((hold) => <Row key={hold.id} hold={hold} onRelease={onRelease} />)}</ul>
      )}
    </Card>
  );
}

function Row({ hold, onRelease }: { hold: Hold; onRelease?: () => void }) {
  const { timezone } = useClinic();
  const today = useToday();
  const { release } = useChanges();
  const cut = useCut();
  const left = useRemaining(hold);
  const when = timeAndDay(hold.start, timezone, today);
  useHoldAnnounced(`${when}, ${hold.practitionerName}`, left);
  return (
    <li className="border-t border-line px-3.5 py-2">
      <div className="flex min-h-6 items-center gap-2 font-[650] text-held">
        <HoldRing share={left.share} />
        {left.ended ? <span className="text-ink-2">Released</span> : left.label}
        {!hold.live && !left.ended && (
          <Button
            look="link" size="inline" className="ml-auto text-small"
            unready={cut ? "There is no connection to the appliance" : null}
            onClick={() => { void release(hold); onRelease?.(); }}
          >
            Release<span className="sr-only"> {when}</span>
          </Button>
        )}
      </div>
      <Link to="/calendar" search={(before) => ({ ...before, date: zoned(hold.start, timezone).date, appointment: undefined })} className="block rounded-chip font-semibold hover:underline">
        {when}
      </Link>
      <p className="text-small text-ink-2">{hold.procedureName}, {hold.practitionerName}</p>
      <p className="text-fine text-ink-2">
        <bdi>{hold.who}</bdi>{hold.live && ", on the line with Voxanne"}
        {hold.callId !== null && !hold.live && (
          <> · <Link to="/calls/$callId" params={{ callId: hold.callId }} className="rounded-chip text-accent underline">Open call</Link></>
        )}
      </p>
    </li>
  );
}
