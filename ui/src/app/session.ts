/**
 * Signing in, staying in, and leaving: who may see the screens at all.
 *
 * Words typed into a form live outside this, so that an ended session loses none of them.
 */
import { codeOf } from "@/api/client";
import { EVENT_NAMES, type Session } from "@/api/types";
import type { Access, Appliance } from "./appliance";

/** Asks once at the start: a link first, then a session that is still good. */
export async function begin(appliance: Appliance): Promise<void> {
  const { access, api, platform } = appliance;
  appliance.client.onSignedOut = () => leave(appliance, "ended");
  access.set({ state: "asking" });
  const link = await platform.takeLink().catch(() => null);
  try {
    enter(appliance, await (link === null ? api.session() : api.signIn({ link })));
  } catch (error) {
    if (link !== null && codeOf(error) !== "network") {
      // The link was used up, but this browser may still be signed in.
      const session = await api.session().catch(() => null);
      if (session !== null) enter(appliance, session);
      else access.set({ state: "out", why: "link", clinicId: null });
      return;
    }
    const why = codeOf(error) === "network" ? "unreachable" : "start";
    access.set({ state: "out", why, clinicId: null });
  }
}

export function enter({ access, cache, client }: Appliance, session: Session): void {
  client.use(session);
  // Another person may see other things: nothing read before counts.
  cache.clear();
  access.set({ state: "in", session });
}

export function leave({ access, cache, client, live }: Appliance, why: "ended" | "locked"): void {
  const before: Access = access.get();
  client.use(null);
  cache.clear();
  live.clear();
  access.set({ state: "out", why, clinicId: before.state === "in" ? before.session.clinicId : null });
}

/** Ends the session on the appliance too; the screen closes at once even if no answer comes. */
export function lock(appliance: Appliance): void {
  void appliance.api.signOut().catch(() => null);
  leave(appliance, "locked");
}

/** Listens to the clinic's events for as long as the session lasts. */
export function follow(appliance: Appliance): () => void {
  const { api, cache, clock, connection, platform, sync } = appliance;
  let wasLost = false;
  return platform.events(api.eventsPath(), EVENT_NAMES, {
    onEvent: ({ event, data }) => {
      sync.take(event, data);
    },
    onState: (state) => {
      const before = connection.get();
      const wholeAt = before.state === "open" && state !== "open" ? clock.now() : before.wholeAt;
      connection.set({ state, wholeAt });
      if (state === "lost" && !wasLost) {
        wasLost = true;
        // A stream refused for an ended session looks like any other failure: ask.
        void cache.invalidateQueries({ queryKey: ["line"] });
      } else if (state === "open" && wasLost) {
        wasLost = false;
        void cache.invalidateQueries();
      }
    },
  });
}
