/**
 * Composition root of the UI: one platform, one client, one cache, one clock; built once and
 * handed down. Which screen shows what is not known here.
 */
import { QueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { ApiError, Client } from "@/api/client";
import { endpoints, type Api } from "@/api/endpoints";
import { LiveStore } from "@/api/live";
import { queries } from "@/api/queries";
import { Sync } from "@/api/sync";
import type { Session } from "@/api/types";
import { ServerClock } from "@/lib/server-clock";
import { createStore, type Store } from "@/lib/store";
import type { Platform, StreamState } from "@/platform";

export interface Connection {
  state: StreamState;
  /** The appliance's time when the stream was last known to be whole. */
  wholeAt: number | null;
}

export type Access =
  | { state: "asking" }
  | { state: "out"; why: "start" | "ended" | "locked" | "unreachable" | "link"; clinicId: string | null }
  | { state: "in"; session: Session };

export interface Appliance {
  platform: Platform;
  client: Client;
  api: Api;
  cache: QueryClient;
  queries: ReturnType<typeof queries>;
  live: LiveStore;
  sync: Sync;
  clock: ServerClock;
  connection: Store<Connection>;
  access: Store<Access>;
}

export function createAppliance(platform: Platform): Appliance {
  const client = new Client(platform);
  const clock = new ServerClock(() => Date.now());
  const raw = endpoints(client);
  const api: Api = {
    ...raw,
    // Every reading of the clinic is also a reading of its clock.
    clinic: async () => {
      const sentAt = Date.now();
      const clinic = await raw.clinic();
      clock.add({ sentAt, receivedAt: Date.now(), serverNow: Date.parse(clinic.now) });
      return clinic;
    },
  };
  const cache = new QueryClient({
    defaultOptions: {
      queries: {
        // Events say when something is stale; the long time is only for a forgotten tab.
        staleTime: 60_000,
        retry: (count, error) => error instanceof ApiError && error.code === "network" && count < 2,
        refetchOnWindowFocus: false,
        networkMode: "always",
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
  const live = new LiveStore(() => performance.now());
  const sync = new Sync({
    live,
    invalidate: (keys) => {
      if (keys === null) void cache.invalidateQueries();
      else for (const queryKey of keys) void cache.invalidateQueries({ queryKey });
    },
    later: (run, ms) => window.setTimeout(run, ms),
  });
  return {
    platform, client, api, cache, queries: queries(api), live, sync, clock,
    connection: createStore<Connection>({ state: "connecting", wholeAt: null }),
    access: createStore<Access>({ state: "asking" }),
  };
}

const Context = createContext<Appliance | null>(null);
export const ApplianceProvider = Context.Provider;

export function useAppliance(): Appliance {
  const appliance = useContext(Context);
  if (appliance === null) throw new Error("outside ApplianceProvider");
  return appliance;
}
