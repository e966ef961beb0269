// What the Privacy card says of a call.
import { describe, expect, it } from "vitest";
import { consentWords, keptUntil, lastRemoval, reasonProblem, totalRemoved } from "./privacy-facts";

const at = "2026-11-24T09:20:00Z";
const consent = { given: true, wording: "May we?", channel: "desk" as const, at };

describe("what was taken out of a call", () => {
  it("is summed over its kinds, and the last time is the latest of them", () => {
    const removed = [
      { label: "NAME" as const, times: 2, lastAt: "2026-11-24T09:19:00Z" },
      { label: "PHONE" as const, times: 1, lastAt: at },
      { label: "CARD" as const, times: 1, lastAt: null },
    ];
    expect(totalRemoved(removed)).toBe(4);
    expect(lastRemoval(removed)).toBe(at);
    expect(lastRemoval([])).toBeNull();
  });
});

describe("consent", () => {
  it("never promises that words are kept when none are", () => {
    expect(consentWords(null, true, false).meaning).toBe("Exact words are not kept.");
    expect(consentWords({ ...consent, given: false }, true, false)).toEqual({ title: "No consent", meaning: "Exact words are not kept." });
    expect(consentWords(consent, true, false).meaning).toBe("Exact words are kept from here on.");
    expect(consentWords(consent, false, false).meaning).toBe("No exact words of this call are kept.");
    expect(consentWords(consent, false, true)).toEqual({ title: "Consent given", meaning: null });
  });

  it("lasts for the clinic's days after the call", () => {
    expect(new Date(keptUntil({ startedAt: at, endedAt: null }, 30)).toISOString()).toBe("2026-12-24T09:20:00.000Z");
  });
});

describe("a reason", () => {
  it("has 5 to 300 characters", () => {
    expect([reasonProblem("Audit"), reasonProblem(`  ${"a".repeat(300)} `)]).toEqual([null, null]);
    expect(reasonProblem("    ")).not.toBeNull();
    expect(reasonProblem(" why ")).not.toBeNull();
    expect(reasonProblem("a".repeat(302))).toBe("Shorten it by 2 characters.");
  });
});
