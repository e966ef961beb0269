/** What the person who is signed in may do here. The appliance decides; this only hides what it would refuse. */
import type { Role } from "@/api/types";
import { useStore } from "@/lib/store";
import { useAppliance } from "./appliance";

export function useRole(): Role | null {
  const access = useStore(useAppliance().access);
  return access.state === "in" ? access.session.role : null;
}
