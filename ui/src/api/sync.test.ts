// What each event makes stale, and that a burst of them is one reading.
import { describe, expect, it } from "vitest";
import { whole } from "./endpoints";
import { LiveStore, mergeTurns, saidSoFar } from "./live";
import { Sync, staleAfter } from "./sync";
import type { Turn } from "./types";

const turn = (id: string, second: number, text: string, final = true): Turn => ({
  id, speaker: "caller", at: `2026-11-24T10:00:${String(second).padStart(2, "0")}Z`, secondsFromStart: second, text, final, answerMs: null,
});

function start() {
  const live = new LiveStore(() => 0);
  const invalidated: unknown[] = [];
  const waiting: (() => void)[] = [];
  const sync = new Sync({ live, invalidate: (keys) => invalidated.push(keys), later: (run) => waiting.push(run) });
  const flush = () => waiting.splice(0).forEach((run) => run());
  return { live, sync, invalidated, flush };
}

describe("what an event changes", () => {
  it("shows a turn at once, and reads the call again once for a burst", () => {
    const { live, sync, invalidated, flush } = start();
    sync.take("call.turn", JSON.stringify({ callId: "k", turn: turn("1", 1, "Hello") }));
    sync.take("call.turn", JSON.stringify({ callId: "k", turn: turn("2", 2, "again") }));
    expect(live.store.get().get("k")?.turns.map(({ text }) => text)).toEqual(["Hello", "again"]);
    expect(invalidated).toEqual([]);
    flush();
    expect(invalidated).toEqual([[["calls", "one", "k"]]]);
  });

  it("reads everything again after a reset, and forgets half-heard words", () => {
    const { live, sync, invalidated, flush } = start();
    sync.take("call.partial", JSON.stringify({ callId: "k", speaker: "caller", text: "It’s" }));
    sync.take("hold.changed", JSON.stringify({ holdId: "h" }));
    sync.take("reset", "{}");
    flush();
    expect(invalidated).toEqual([null]);
    expect(live.store.get().size).toBe(0);
  });

  it("ignores what it does not know: a newer appliance may say more", () => {
    const { sync, invalidated, flush } = start();
    sync.take("weather.changed", "not json");
    flush();
    expect(invalidated).toEqual([]);
    expect(staleAfter("hello", { cursor: "1" })).toBe("all");
    expect(staleAfter("needs.changed", {})).toEqual([["today"]]);
  });
});

describe("a list that must be complete", () => {
  it("is read to its last page", async () => {
    const asked: (string | null)[] = [];
    const list = await whole((cursor) => {
      asked.push(cursor);
      const page = Number(cursor ?? 0);
      return Promise.resolve({ items: [page], total: 3, nextCursor: page < 2 ? String(page + 1) : null });
    });
    expect(list).toEqual({ items: [0, 1, 2], total: 3, nextCursor: null });
    expect(asked).toEqual([null, "1", "2"]);
  });
});

describe("words of a live call", () => {
  it("shows words once that come spoken and again in the conversation, and twice what was said twice", () => {
    const told = [turn("2-0", 1, "How can I help?"), turn("2-1", 3, "Yes.")];
    const heard = [turn("1-10", 2, "How can I help?"), turn("1-30", 4, "Yes."), turn("1-50", 9, "Thank you.")];
    expect(mergeTurns(told, heard).map(({ id }) => id)).toEqual(["2-0", "2-1", "1-50"]);
    expect(mergeTurns([turn("1-10", 2, "Yes.")], [turn("1-30", 4, "Yes.")])).toHaveLength(2);
  });

  it("has each turn once, in spoken order, a finished one never undone", () => {
    const merged = mergeTurns([turn("b", 2, "two"), turn("a", 1, "one")], [turn("b", 2, "tw", false), turn("c", 3, "three")]);
    expect(merged.map(({ text }) => text)).toEqual(["one", "two", "three"]);
    expect(mergeTurns([turn("a", 1, "on", false)], [turn("a", 1, "one")]).map(({ text }) => text)).toEqual(["one"]);
  });

  it("never shows again what a later reading has taken out", () => {
    const heard = { ...turn("1-50", 5, "It's Rosa Delgado."), heardAt: 10 };
    const reading = [turn("2-0", 4, "It's [REDACTED_NAME].")];
    expect(saidSoFar(reading, 20, [heard])).toEqual(reading);
    expect(saidSoFar(reading, 5, [heard])).toEqual(reading);
    expect(saidSoFar(reading, 5, [{ ...heard, text: "It's late." }]).map(({ text }) => text)).toEqual(["It's [REDACTED_NAME]."]);
    expect(saidSoFar(reading, 5, [{ ...heard, text: "Goodbye." }])).toHaveLength(2);
    const [same] = mergeTurns([turn("1-1", 1, "I'm [REDACTED_NAME].")], [turn("1-1", 1, "I'm Rosa.")]);
    expect(same?.text).toBe("I'm [REDACTED_NAME].");
    const [later] = mergeTurns([turn("1-1", 1, "I'm Rosa.")], [turn("2-1", 1, "I'm [REDACTED_NAME].")]);
    expect(later?.text).toBe("I'm [REDACTED_NAME].");
  });

  it("drops the unfinished words of a speaker when the turn is finished, not another speaker’s", () => {
    const live = new LiveStore(() => 0);
    live.partial("k", { speaker: "caller", text: "Hel" });
    live.turn("k", turn("1", 1, "Hello"));
    expect(live.store.get().get("k")?.partial).toBeNull();
    live.partial("k", { speaker: "voxanne", text: "Good" });
    live.turn("k", turn("2", 2, "Hi"));
    expect(live.store.get().get("k")?.partial).toEqual({ speaker: "voxanne", text: "Good" });
    live.keepOnly(new Set());
    expect(live.store.get().size).toBe(0);
  });
});
