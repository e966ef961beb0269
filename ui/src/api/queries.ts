/** What is cached, under which name, and what makes it stale. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { useAppliance } from "@/app/appliance";
import type { Api } from "./endpoints";

/** First parts of the query keys; an event names the ones that it makes stale. */
export const KEY = {
  clinic: "clinic",
  line: "line",
  today: "today",
  catalogue: "catalogue",
  slots: "slots",
  holds: "holds",
  appointments: "appointments",
  calls: "calls",
  contacts: "contacts",
  scenarios: "scenarios",
  health: "health",
  staff: "staff",
  audit: "audit",
  privacy: "privacy",
} as const;

/** With the moment of asking, so that words heard since can be told from words already in the answer. */
async function asked<T>(read: () => Promise<T>): Promise<T & { askedAt: number }> {
  const askedAt = performance.now();
  return { ...(await read()), askedAt };
}

export function queries(api: Api) {
  return {
    clinic: () => queryOptions({ queryKey: [KEY.clinic], queryFn: api.clinic, staleTime: 300_000 }),
    line: () => queryOptions({ queryKey: [KEY.line], queryFn: api.line }),
    health: () => queryOptions({ queryKey: [KEY.health], queryFn: api.health, refetchInterval: 30_000 }),
    staff: () => queryOptions({ queryKey: [KEY.staff], queryFn: api.staff }),
    audit: () =>
      infiniteQueryOptions({
        queryKey: [KEY.audit],
        queryFn: ({ pageParam }) => api.audit({ cursor: pageParam }),
        initialPageParam: null as string | null,
        getNextPageParam: (last) => last.nextCursor,
        refetchInterval: 30_000,
      }),
    today: () => queryOptions({ queryKey: [KEY.today], queryFn: () => asked(api.today) }),
    procedures: () => queryOptions({ queryKey: [KEY.catalogue, "procedures"], queryFn: api.procedures }),
    practitioners: () => queryOptions({ queryKey: [KEY.catalogue, "practitioners"], queryFn: api.practitioners }),
    holds: () => queryOptions({ queryKey: [KEY.holds], queryFn: api.holds }),
    slots: (query: Parameters<Api["slots"]>[0]) =>
      queryOptions({
        queryKey: [KEY.slots, query],
        queryFn: () => api.slots(query),
        enabled: query.procedureId !== "",
        placeholderData: keepPreviousData,
      }),
    appointments: (query: Parameters<Api["appointments"]>[0]) =>
      queryOptions({ queryKey: [KEY.appointments, query], queryFn: () => api.appointments(query) }),
    call: (id: string) => queryOptions({ queryKey: [KEY.calls, "one", id], queryFn: () => asked(() => api.call(id)) }),
    calls: (query: { status?: string; q?: string }) =>
      infiniteQueryOptions({
        queryKey: [KEY.calls, "list", query],
        queryFn: ({ pageParam }) => api.calls({ ...query, cursor: pageParam }),
        initialPageParam: null as string | null,
        getNextPageParam: (last) => last.nextCursor,
        placeholderData: keepPreviousData,
      }),
    findCalls: (q: string) =>
      queryOptions({ queryKey: [KEY.calls, "find", q], queryFn: () => api.calls({ q, limit: 5 }), placeholderData: keepPreviousData }),
    findContacts: (q: string) =>
      queryOptions({ queryKey: [KEY.contacts, "find", q], queryFn: () => api.contacts({ q, limit: 6 }), placeholderData: keepPreviousData }),
    contact: (id: string) => queryOptions({ queryKey: [KEY.contacts, "one", id], queryFn: () => api.contact(id) }),
    privacy: () => queryOptions({ queryKey: [KEY.privacy], queryFn: api.privacy }),
    scenarios: () => queryOptions({ queryKey: [KEY.scenarios], queryFn: api.scenarios, staleTime: Infinity }),
  };
}

export function useQueries() {
  return useAppliance().queries;
}
