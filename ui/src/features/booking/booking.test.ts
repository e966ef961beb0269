// The steps of a booking by hand, a conflict among them.
import { describe, expect, it } from "vitest";
import { ApiError } from "@/api/client";
import { fits, groupsOf } from "@/features/palette/entries";
import { alternativesIn } from "./alternatives";
import { missing, problemOf, startDraft, type Draft } from "./draft";
import { arrowTarget, freeDays } from "./free-times";

const ZONE = "Europe/London";
const slot = (start: string, practitionerId: string) => ({ id: `${start}${practitionerId}`, start, end: start, practitionerId });

describe("free times", () => {
  it("are grouped by the clinic's day, one entry a start, whoever is free", () => {
    const days = freeDays(
      [slot("2026-03-29T08:00:00Z", "b"), slot("2026-03-28T09:00:00Z", "a"), slot("2026-03-28T09:00:00Z", "b"), slot("2026-03-28T09:00:00Z", "a")],
      ZONE, "2026-03-28", 3,
    );
    expect(days).toEqual([
      { date: "2026-03-28", times: [{ start: Date.parse("2026-03-28T09:00:00Z"), minutes: 540, practitionerIds: ["a", "b"] }] },
      { date: "2026-03-29", times: [{ start: Date.parse("2026-03-29T08:00:00Z"), minutes: 540, practitionerIds: ["b"] }] },
      { date: "2026-03-30", times: [] },
    ]);
  });

  it("are walked with the arrows", () => {
    expect(arrowTarget("ArrowRight", 1, 8, 5)).toBe(2);
    expect(arrowTarget("ArrowDown", 1, 8, 5)).toBe(6);
    expect(arrowTarget("ArrowDown", 4, 8, 5)).toBe(4);
    expect(arrowTarget("End", 1, 8, 5)).toBe(7);
    expect(arrowTarget("Tab", 1, 8, 5)).toBeNull();
  });
});

describe("a booking being typed", () => {
  const now = Date.parse("2026-11-24T10:24:00Z");
  const fresh = { name: "Rosa Delgado", phone: "07700 900 123", email: "", dateOfBirth: "" };
  const kept = { holdId: "h", expiresAt: "", start: 0, practitionerId: "p", procedureId: "x", totalSeconds: 90 };

  it("starts on the day that was picked, never in the past", () => {
    expect(startDraft({ start: Date.parse("2026-11-25T12:00:00Z") }, ZONE, now)).toMatchObject({ date: "2026-11-25" });
    expect(startDraft({ date: "2026-11-02" }, ZONE, now).date).toBe("2026-11-24");
  });

  it("says the first thing that is missing", () => {
    const draft: Draft = { ...startDraft({}, ZONE, now) };
    expect(missing(draft)).toBe("Choose a procedure");
    expect(missing({ ...draft, procedureId: "x" })).toBe("Choose a time");
    expect(missing({ ...draft, procedureId: "x", kept })).toBe("Choose who it is for");
    expect(missing({ ...draft, procedureId: "x", kept, who: { fresh: { ...fresh, name: " " } } })).toBe("Enter the name");
    expect(missing({ ...draft, procedureId: "x", kept, who: { fresh } })).toBeNull();
  });

  it("checks a field only as far as the desk can know", () => {
    expect(problemOf("phone", "12")).not.toBeNull();
    expect(problemOf("phone", "+44 (7700) 900-123")).toBeNull();
    expect(problemOf("phone", "call me on 07700900123")).not.toBeNull();
    expect(problemOf("email", "rosa@example.com")).toBeNull();
    expect(problemOf("email", "rosa at home")).not.toBeNull();
    expect(problemOf("email", "")).toBeNull();
  });

  it("finds the alternatives of a refusal by its code", () => {
    const one = { id: "s", start: "", end: "", practitionerId: "p", practitionerName: "P" };
    expect(alternativesIn(new ApiError("slot_taken", 409, null, { alternatives: [one] }))).toEqual([one]);
    expect(alternativesIn(new ApiError("hold_expired", 409, null, { alternatives: [one] }))).toEqual([]);
    expect(alternativesIn(new Error("slot_taken"))).toEqual([]);
  });
});

describe("the palette", () => {
  const action = (title: string, also: string) => ({ id: title, title, also, shortcut: null, run: () => undefined });
  it("finds an action by the beginnings of its words, in any order", () => {
    expect(fits("app bo", "Book an appointment")).toBe(true);
    expect(fits("sign", "Lock or switch person", "sign out")).toBe(true);
    expect(fits("ook", "Book")).toBe(false);
    expect(groupsOf("lock", [], [], [action("Book", ""), action("Lock", "")])).toMatchObject([{ title: "Actions", entries: [{ action: { title: "Lock" } }] }]);
    expect(groupsOf("zzz", [], [], [action("Book", "")])).toEqual([]);
  });
});
