/**
 * The words of calls on the line, as the events bring them.
 *
 * Kept beside the query cache rather than in it: a turn that arrives while `/today` is being read
 * would be overwritten by the older answer. A screen shows the union, by turn id.
 */
import { pieces } from "@/lib/chips";
import { createStore } from "@/lib/store";
import type { PartialTurn, Turn } from "./types";

export interface HeardTurn extends Turn {
  /** When this window heard it, by the same clock as `askedAt` of a reading. */
  heardAt: number;
}

export interface LiveWords {
  turns: HeardTurn[];
  /** undefined: no event yet, the server's own partial stands. */
  partial: PartialTurn | null | undefined;
}

const NO_WORDS: LiveWords = { turns: [], partial: undefined };

/**
 * What was said: a reading of the appliance, and the turns heard since it was asked for. Whatever was heard
 * before is in the reading, perhaps with more taken out by now, so the reading stands.
 */
export function saidSoFar(reading: readonly Turn[], askedAt: number, heard: readonly HeardTurn[]): Turn[] {
  return mergeTurns(reading, heard.filter(({ heardAt }) => heardAt >= askedAt));
}

/** Turns of both lists, each once, in spoken order; of two versions the later, but never the less redacted. */
export function mergeTurns<T extends Turn>(older: readonly T[], newer: readonly T[]): T[] {
  const byId = new Map(older.map((turn) => [turn.id, turn]));
  for (const turn of newer) {
    const known = byId.get(turn.id) ?? older.find((told) => isSaidAgain(turn, told));
    if (known === undefined) byId.set(turn.id, turn);
    else if (turn.final || !known.final) byId.set(known.id, { ...(known.id === turn.id ? turn : known), text: discreet(known, turn) });
  }
  return [...byId.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.id.localeCompare(b.id));
}

function removedFrom({ text }: Turn): number {
  return pieces(text).filter((piece) => "removed" in piece).length;
}

function discreet(known: Turn, turn: Turn): string {
  return known.final && removedFrom(known) > removedFrom(turn) ? known.text : turn.text;
}

const SAME_WORDS_MS = 60_000;

/**
 * Whether a turn is one that the list has from another source: words come one by one as they are spoken and
 * again in the running conversation, whose ids begin differently. Within one source, twice said is said twice.
 */
function isSaidAgain(turn: Turn, told: Turn): boolean {
  return sourceOf(turn) !== sourceOf(told) && turn.speaker === told.speaker && sameWords(turn, told)
    && Math.abs(Date.parse(turn.at) - Date.parse(told.at)) < SAME_WORDS_MS;
}

/** The same but for details that one of them has already lost. */
function sameWords(a: Turn, b: Turn): boolean {
  if (a.text === b.text) return true;
  const [more, less] = removedFrom(a) >= removedFrom(b) ? [a, b] : [b, a];
  const known = pieces(more.text).map((piece) => ("text" in piece ? piece.text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : ".+"));
  return removedFrom(more) > 0 && new RegExp(`^${known.join("")}$`, "su").test(less.text);
}

function sourceOf(turn: Turn): string {
  return turn.id.slice(0, turn.id.indexOf("-"));
}

export class LiveStore {
  readonly store = createStore<ReadonlyMap<string, LiveWords>>(new Map());

  constructor(private readonly now: () => number) {}

  turn(callId: string, turn: Turn): void {
    this.change(callId, ({ turns, partial }) => ({
      turns: mergeTurns(turns, [{ ...turn, heardAt: this.now() }]),
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
