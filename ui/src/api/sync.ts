/**
 * Turns the appliance's events into what the screens show: words at once, everything else by
 * reading it again. Bursts are joined, so a busy call does not read the day twenty times a second.
 */
import { KEY } from "./queries";
import type { LiveStore } from "./live";
import { EVENT_NAMES, type ApplianceEvents, type EventName } from "./types";

/** What an event makes stale. `"all"` after a gap that cannot be filled. */
export function staleAfter(event: EventName, data: unknown): readonly (readonly string[])[] | "all" {
  switch (event) {
    // What was read before the stream began may have changed before it began.
    case "hello":
    case "reset":
      return "all";
    case "call.started":
    case "call.updated": {
      const { callId } = data as ApplianceEvents["call.updated"];
      return [[KEY.today], [KEY.line], [KEY.calls, "list"], [KEY.calls, "find"], [KEY.calls, "one", callId]];
    }
    case "call.turn":
      return [[KEY.calls, "one", (data as ApplianceEvents["call.turn"]).callId]];
    case "hold.changed":
      return [[KEY.today], [KEY.holds], [KEY.slots], [KEY.calls, "one"]];
    case "appointment.changed":
      return [[KEY.today], [KEY.appointments], [KEY.slots], [KEY.holds], [KEY.calls, "one"]];
    case "contact.changed":
      return [[KEY.contacts], [KEY.today], [KEY.appointments], [KEY.calls]];
    case "needs.changed":
      return [[KEY.today]];
    case "catalogue.changed":
      return [[KEY.catalogue], [KEY.slots]];
    case "line.changed":
      return [[KEY.line], [KEY.clinic]];
    case "call.partial":
      return [];
  }
}

export interface SyncParts {
  live: LiveStore;
  /** Marks what is cached under these key beginnings as stale; null is everything. */
  invalidate: (keys: readonly (readonly string[])[] | null) => void;
  later: (run: () => void, ms: number) => void;
}

const JOIN_MS = 40;

export class Sync {
  private waiting = new Map<string, readonly string[]>();
  private everything = false;
  private scheduled = false;

  constructor(private readonly parts: SyncParts) {}

  take(event: string, json: string): void {
    if (!isEventName(event)) return;
    const data = JSON.parse(json) as unknown;
    if (event === "call.turn") {
      const { callId, turn } = data as ApplianceEvents["call.turn"];
      this.parts.live.turn(callId, turn);
    } else if (event === "call.partial") {
      const { callId, speaker, text } = data as ApplianceEvents["call.partial"];
      this.parts.live.partial(callId, { speaker, text });
    } else if (event === "reset") {
      this.parts.live.clear();
    }
    this.mark(staleAfter(event, data));
  }

  private mark(stale: readonly (readonly string[])[] | "all"): void {
    if (stale === "all") this.everything = true;
    else for (const key of stale) this.waiting.set(key.join("\n"), key);
    if (this.scheduled || (!this.everything && this.waiting.size === 0)) return;
    this.scheduled = true;
    this.parts.later(() => {
      const keys = this.everything ? null : [...this.waiting.values()];
      this.waiting = new Map();
      this.everything = false;
      this.scheduled = false;
      this.parts.invalidate(keys);
    }, JOIN_MS);
  }
}

function isEventName(name: string): name is EventName {
  return (EVENT_NAMES as readonly string[]).includes(name);
}
