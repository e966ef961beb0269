/** What is not shown of a call, whether its exact words are kept, and by whose leave. */
import { useQuery } from "@tanstack/react-query";
import { EyeOff, LockKeyhole } from "lucide-react";
import { useState } from "react";
import type { Call } from "@/api/types";
import { useAppliance } from "@/app/appliance";
import { useClinic, useToday } from "@/app/clinic";
import { useRole } from "@/app/role";
import { useCut } from "@/features/frame/banner";
import { REMOVED_TITLE } from "@/lib/chips";
import { dayAndTime, shortDate } from "@/lib/times";
import { plural } from "@/lib/words";
import { zoned } from "@/lib/zone";
import { Button } from "@/ui/button";
import { Card, CardHead } from "@/ui/card";
import { RemovedChip } from "@/ui/removed";
import { ConsentRow } from "./consent";
import { OriginalDialog } from "./original-dialog";
import { keptUntil, lastRemoval, totalRemoved } from "./privacy-facts";

export function PrivacyCard({ call }: { call: Call }) {
  return (
    <Card aria-labelledby="privacy">
      <CardHead id="privacy" title="Privacy" />
      <TakenOut call={call} />
      <ConsentRow call={call} />
      {call.hasOriginal && <KeptOriginal call={call} />}
    </Card>
  );
}

function TakenOut({ call }: { call: Call }) {
  const { timezone } = useClinic();
  const today = useToday();
  const { removed, withheld } = call;
  const last = lastRemoval(removed);
  const when = (at: string) => dayAndTime(at, timezone, today);
  return (
    <div className="px-3.5 pb-3 text-small">
      {removed.length === 0 ? (
        withheld === 0 && <p className="text-ink-2">{call.live ? "No personal details so far." : "No personal details were heard."}</p>
      ) : (
        <>
          <ul aria-label="Details taken out" className="-mx-px flex flex-wrap gap-1.5">
            {removed.map(({ label, times, lastAt }) => (
              <li key={label}>
                <RemovedChip
                  label={label} times={times}
                  title={lastAt === null ? REMOVED_TITLE[label] : `${REMOVED_TITLE[label]}, last ${when(lastAt)}`}
                />
              </li>
            ))}
          </ul>
          <p className="mt-1.5 text-ink-2">
            {plural(totalRemoved(removed), "detail")} taken out{last !== null && `, the last ${when(last)}`}
          </p>
        </>
      )}
      {withheld > 0 && (
        <p className="mt-2 flex gap-2 text-ink-2">
          <EyeOff aria-hidden size={14} className="mt-0.5 shrink-0 text-ink-3" />
          <span>
            <span className="font-semibold text-ink">{plural(withheld, "turn")} not shown.</span>{" "}
            Details could not be taken out safely, so nothing of {withheld === 1 ? "it" : "them"} is shown.
          </span>
        </p>
      )}
    </div>
  );
}

function KeptOriginal({ call }: { call: Call }) {
  const { queries } = useAppliance();
  const { timezone } = useClinic();
  const today = useToday();
  const manager = useRole() === "manager";
  const cut = useCut();
  const { data: rules } = useQuery(queries.privacy());
  const [open, setOpen] = useState(false);
  const until = rules === undefined ? null : zoned(keptUntil(call, rules.retentionDays), timezone).date;
  return (
    <div className="flex items-start gap-2.5 border-t border-line px-3.5 py-3">
      <LockKeyhole aria-hidden size={16} className="mt-0.5 shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">Original kept</p>
        <p className="text-small text-ink-2">
          {until !== null && `Sealed until ${shortDate(until, today)}. `}{!manager && "A manager can open it."}
        </p>
      </div>
      {manager && (
        <Button size="sm" unready={cut ? "There is no connection to the appliance" : null} onClick={() => setOpen(true)}>
          Open original…
        </Button>
      )}
      {manager && open && <OriginalDialog call={call} onClose={() => setOpen(false)} />}
    </div>
  );
}
