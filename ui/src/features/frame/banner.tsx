/** State of the appliance, under the top bar: only the worst one, and only when something is wrong. */
import { useQuery } from "@tanstack/react-query";
import { CloudOff, PhoneOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useAppliance } from "@/app/appliance";
import { useClinic } from "@/app/clinic";
import { useStore } from "@/lib/store";
import { timeOf } from "@/lib/times";

const PATIENCE_MS = 2000;

/** True once the connection has been gone for longer than a hiccup. */
export function useCut(): boolean {
  const { connection } = useAppliance();
  const lost = useStore(connection).state === "lost";
  const [cut, setCut] = useState(false);
  useEffect(() => {
    if (!lost) return;
    const timer = window.setTimeout(() => setCut(true), PATIENCE_MS);
    return () => {
      window.clearTimeout(timer);
      setCut(false);
    };
  }, [lost]);
  return cut && lost;
}

export function Banner() {
  const { connection, queries } = useAppliance();
  const { timezone } = useClinic();
  const { wholeAt } = useStore(connection);
  const cut = useCut();
  const { data: line } = useQuery(queries.line());

  if (cut) {
    return (
      <p role="status" className="flex items-center gap-2.5 border-b border-line bg-held-soft px-5 py-2 text-small text-held">
        <CloudOff aria-hidden size={16} className="shrink-0" />
        <span>
          <strong className="font-semibold">No connection to the appliance.</strong>{" "}
          {wholeAt === null ? "Trying again." : `As of ${timeOf(wholeAt, timezone)}. Trying again.`} Nothing that was booked is lost.
        </span>
      </p>
    );
  }
  if (line?.state === "no_way_in" || line?.state === "offline") {
    return (
      <p role="status" className="flex items-center gap-2.5 border-b border-line bg-urgent-soft px-5 py-2 text-small text-urgent">
        <PhoneOff aria-hidden size={16} className="shrink-0" />
        <span>
          <strong className="font-semibold">Voxanne cannot answer.</strong> Calls go to the desk phone. {line.detail}
        </span>
      </p>
    );
  }
  return null;
}
