/** The clinic that is signed in to, known to every screen: its name, its zone, its day. */
import { useSuspenseQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Clinic } from "@/api/types";
import { zoned } from "@/lib/zone";
import { useAppliance } from "./appliance";
import { useNow } from "./now";

export function useClinic(): Clinic {
  const { queries } = useAppliance();
  return useSuspenseQuery(queries.clinic()).data;
}

/** Today in the clinic's zone; changes at the clinic's midnight. */
export function useToday(): string {
  const { timezone } = useClinic();
  const now = useNow(60_000);
  return useMemo(() => zoned(now, timezone).date, [now, timezone]);
}
