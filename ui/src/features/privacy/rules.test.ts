// What may be saved, what is sent, and the way back.
import { describe, expect, it } from "vitest";
import { changeOf, daysProblem, reverse, startDraft, wordingProblem } from "./rules";

const rules = { retentionDays: 30, consentWording: "May we keep it?", askConsent: false };

describe("the rules of privacy", () => {
  it("take whole days from one to ten years", () => {
    expect(["1", " 30 ", "3650"].map(daysProblem)).toEqual([null, null, null]);
    for (const days of ["", "0", "3651", "1.5", "-3", "1e2", "ten"]) expect(daysProblem(days)).not.toBeNull();
  });

  it("count a wording in characters, not in bytes", () => {
    expect(wordingProblem("😀".repeat(500))).toBeNull();
    expect(wordingProblem("a".repeat(501))).toBe("Shorten it by 1 character.");
    expect(wordingProblem("  ")).not.toBeNull();
  });

  it("send only what was changed, and nothing while a field can't stand", () => {
    const draft = startDraft("c", rules);
    expect(changeOf(rules, draft)).toEqual({});
    expect(changeOf(rules, { ...draft, days: "7", wording: "May we keep it? " })).toEqual({ retentionDays: 7 });
    expect(changeOf(rules, { ...draft, ask: true, wording: "May we?" })).toEqual({ askConsent: true, consentWording: "May we?" });
    expect(changeOf(rules, { ...draft, days: "x" })).toBeNull();
  });

  it("go back to what they were in what was changed", () => {
    expect(reverse(rules, { retentionDays: 7, askConsent: true })).toEqual({ retentionDays: 30, askConsent: false });
  });
});
