/** The appliance's time for components that count. Every count on a page ticks at the same moment. */
import { useEffect, useState } from "react";
import type { ServerClock } from "@/lib/server-clock";
import { useAppliance } from "./appliance";

export function useNow(everyMs: number): number {
  const { clock } = useAppliance();
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => tick(clock, everyMs, setNow), [clock, everyMs]);
  return now;
}

/** Calls `show` whenever the appliance's clock passes a multiple of `everyMs`. */
function tick(clock: ServerClock, everyMs: number, show: (now: number) => void): () => void {
  let timer = 0;
  const next = () => {
    show(clock.now());
    timer = window.setTimeout(next, everyMs - (clock.now() % everyMs) + 4);
  };
  timer = window.setTimeout(next, 0);
  return () => window.clearTimeout(timer);
}
