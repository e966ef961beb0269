// Days and times in the clinic's zone, over both changes of the clocks.
import { describe, expect, it } from "vitest";
import { addDays, addMonths, dayBounds, instantAt, mondayOf, offsetAt, weekday, zoned } from "./zone";

const LONDON = "Europe/London";
const iso = (ms: number) => new Date(ms).toISOString();

describe("clock times of the clinic's zone", () => {
  it("reads an instant as the wall clock shows it, whatever zone this machine is in", () => {
    expect(zoned("2026-11-24T10:24:00Z", LONDON)).toEqual({ date: "2026-11-24", minutes: 624, seconds: 0 });
    expect(zoned("2026-07-01T23:30:00Z", LONDON).date).toBe("2026-07-02");
    expect(zoned("2026-11-24T00:00:00Z", LONDON).minutes).toBe(0);
    expect(zoned("2026-11-24T02:30:00Z", "America/New_York")).toMatchObject({ date: "2026-11-23", minutes: 1290 });
  });

  it("finds the instant of a wall-clock time on both sides of the change", () => {
    expect(iso(instantAt("2026-03-28", 540, LONDON))).toBe("2026-03-28T09:00:00.000Z");
    expect(iso(instantAt("2026-03-29", 540, LONDON))).toBe("2026-03-29T08:00:00.000Z");
    expect(iso(instantAt("2026-10-24", 540, LONDON))).toBe("2026-10-24T08:00:00.000Z");
    expect(iso(instantAt("2026-10-25", 540, LONDON))).toBe("2026-10-25T09:00:00.000Z");
  });

  it("takes the earlier of the doubled hour, and moves on out of the missing one", () => {
    expect(iso(instantAt("2026-10-25", 90, LONDON))).toBe("2026-10-25T00:30:00.000Z");
    expect(zoned(instantAt("2026-03-29", 90, LONDON), LONDON)).toMatchObject({ date: "2026-03-29", minutes: 150 });
  });

  it("knows days of 23 and 25 hours, also west of Greenwich and by half hours", () => {
    const hours = (date: string, zone: string) => {
      const { from, to } = dayBounds(date, zone);
      return (to - from) / 3_600_000;
    };
    expect(hours("2026-03-29", LONDON)).toBe(23);
    expect(hours("2026-10-25", LONDON)).toBe(25);
    expect(hours("2026-03-08", "America/Los_Angeles")).toBe(23);
    expect(hours("2026-11-01", "America/Los_Angeles")).toBe(25);
    expect(hours("2026-10-04", "Australia/Lord_Howe")).toBe(23.5);
    expect(hours("2026-11-24", LONDON)).toBe(24);
  });

  it("goes there and back for every quarter of an hour of a year", () => {
    for (const zone of [LONDON, "America/New_York", "Asia/Kathmandu"]) {
      const start = Date.parse("2026-01-01T00:00:00Z");
      for (let step = 0; step < 365 * 24; step += 7) {
        const ms = start + step * 3_600_000;
        const { date, minutes } = zoned(ms, zone);
        const back = instantAt(date, minutes, zone);
        // The second pass of a doubled hour reads as the first.
        expect([0, 3_600_000]).toContain(ms - back);
      }
    }
  });

  it("offsets are the zone's own", () => {
    expect(offsetAt(Date.parse("2026-07-01T12:00:00Z"), LONDON)).toBe(3_600_000);
    expect(offsetAt(Date.parse("2026-07-01T12:00:00Z"), "Asia/Kathmandu")).toBe(5.75 * 3_600_000);
  });
});

describe("plain days", () => {
  it("count across months, years and the change of clocks", () => {
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2026-03-29", 1)).toBe("2026-03-30");
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-01");
    expect(weekday("2026-11-23")).toBe(1);
    expect(weekday("2026-11-29")).toBe(7);
    expect(mondayOf("2026-11-29")).toBe("2026-11-23");
  });
});
