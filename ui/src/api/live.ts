/**
 * The words of calls on the line, as the events bring them.
 *
 * Kept beside the query cache rather than in it: a turn that arrives while `/today` is being read
 * would be overwritten by the older answer. A screen shows the union, by turn id.
 */
import { createStore } from "@/lib/store";
import type { PartialTurn, Turn } from "./types";

export interface LiveWords {
  turns: Turn[];
  /** undefined: no event yet, the server's own partial stands. */
  partial: PartialTurn | null | undefined;
}

const NO_WORDS: LiveWords = { turns: [], partial: undefined };

/** Turns of both lists, each once, the later version winning, in spoken order. */
export function mergeTurns(older: readonly Turn[], newer: readonly Turn[]): Turn[] {
  const byId = new Map(older.map((turn) => [turn.id, turn]));
  for (const turn of newer) {
    const known = byId.get(turn.id);
    if (known === undefined && older.some((told) => isSaidAgain(turn, told))) continue;
    if (known === undefined || turn.final || !known.final) byId.set(turn.id, turn);
  }
  return [...byId.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.id.localeCompare(b.id));
}

const SAME_WORDS_MS = 60_000;

/**
 * Whether a turn is one that the list has from another source: words come one by one as they are spoken and
 * again in the running conversation, whose ids begin differently. Within one source, twice said is said twice.
 */
function isSaidAgain(turn: Turn, told: Turn): boolean {
  return sourceOf(turn) !== sourceOf(told) && turn.speaker === told.speaker && turn.text === told.text
    && Math.abs(Date.parse(turn.at) - Date.parse(told.at)) < SAME_WORDS_MS;
}

function sourceOf(turn: Turn): string {
  return turn.id.slice(0, turn.id.indexOf("-"));
}

export class LiveStore {
  readonly store = createStore<ReadonlyMap<string, LiveWords>>(new Map());

  turn(callId: string, turn: Turn): void {
    this.change(callId, ({ turns, partial }) => ({
      turns: mergeTurns(turns, [turn]),
      // What was being said has now been said.
      partial: turn.final && (partial === undefined || partial?.speaker === turn.speaker) ? null : partial,
    }));
  }

  partial(callId: string, partial: PartialTurn): void {
    this.change(callId, ({ turns }) => ({ turns, partial: partial.text === "" ? null : partial }));
  }

  /** Forgets calls that are no longer on the line. */
  keepOnly(callIds: ReadonlySet<string>): void {
    this.store.set((all) => {
      const kept = [...all].filter(([callId]) => callIds.has(callId));
      return kept.length === all.size ? all : new Map(kept);
    });
  }

  clear(): void {
    this.store.set(new Map());
  }

  private change(callId: string, change: (words: LiveWords) => LiveWords): void {
    this.store.set((all) => new Map(all).set(callId, change(all.get(callId) ?? NO_WORDS)));
  }
}
