// Names, numbers and redaction chips as they are shown.
import { describe, expect, it } from "vitest";
import { pieces, REMOVED, REMOVED_TITLE, spoken } from "./chips";
import { remaining } from "./hold";
import { isMac, KeyReader, keyLabel, nameOf, type Press } from "./keys";
import { money, priceRange } from "./money";
import { ServerClock } from "./server-clock";
import { ago, dayAndTime, mss, pastStamp, shortDateTime, spokenDuration, timeAndDay, weekTitle } from "./times";
import { initials, phoneNumber } from "./words";

describe("details that were taken out", () => {
  it("become chips, in order, between the words", () => {
    expect(pieces("It’s [REDACTED_NAME], born [REDACTED_DOB].")).toEqual([
      { text: "It’s " }, { removed: "NAME" }, { text: ", born " }, { removed: "DOB" }, { text: "." },
    ]);
    expect(pieces("[REDACTED_PHONE][REDACTED_CARD]")).toEqual([{ removed: "PHONE" }, { removed: "CARD" }]);
    expect(pieces("")).toEqual([]);
  });

  it("leaves alone what only looks like a mark, and never makes markup of text", () => {
    expect(pieces("[REDACTED_SHOE] <b>x</b>")).toEqual([{ text: "[REDACTED_SHOE] <b>x</b>" }]);
  });

  it("have a word and a title, all eight of them", () => {
    const labels = ["NAME", "PHONE", "EMAIL", "ADDRESS", "DOB", "ID", "CARD", "MEDICAL"] as const;
    expect(pieces(labels.map((label) => `[REDACTED_${label}]`).join(""))).toEqual(labels.map((removed) => ({ removed })));
    for (const label of labels) expect([REMOVED[label], REMOVED_TITLE[label]].every(Boolean)).toBe(true);
    expect(spoken("[REDACTED_ID] [REDACTED_MEDICAL]")).toBe("ID removed health removed");
  });

  it("tell a turn that was withheld or erased from words", () => {
    expect(pieces("[WITHHELD]")).toEqual([{ gone: "WITHHELD" }]);
    expect(pieces("[ERASED]")).toEqual([{ gone: "ERASED" }]);
    expect([spoken("[WITHHELD]"), spoken("[ERASED]")]).toEqual(["words not shown", "words erased"]);
  });

  it("are read aloud as removed", () => {
    expect(spoken("I’m [REDACTED_NAME], born [REDACTED_DOB]")).toBe("I’m name removed, born date of birth removed");
  });
});

describe("what is left of a hold", () => {
  const at = Date.parse("2026-11-24T10:00:00Z");
  const hold = (kind: "live" | "recovery", seconds: number, totalSeconds: number) =>
    remaining({ kind, totalSeconds, expiresAt: new Date(at + seconds * 1000).toISOString() }, at);

  it("counts a live hold in minutes and seconds and never reads zero while it lives", () => {
    expect(hold("live", 81, 90)).toMatchObject({ label: "1:21", ended: false, lastMinute: false });
    expect(hold("live", 0.2, 90)).toMatchObject({ label: "0:01", ended: false, lastMinute: true });
    expect(hold("live", 0, 90)).toMatchObject({ ended: true, lastMinute: false, share: 0 });
    expect(hold("live", -30, 90)).toMatchObject({ label: "0:00", ended: true });
  });

  it("counts a recovery hold in whole minutes until its last one", () => {
    expect(hold("recovery", 1068, 1800).label).toBe("18 min");
    expect(hold("recovery", 61, 1800).label).toBe("2 min");
    expect(hold("recovery", 60, 1800).label).toBe("1:00");
    expect(hold("recovery", 59, 1800)).toMatchObject({ label: "0:59", lastMinute: true });
  });

  it("refills when it is renewed, and is never more than full", () => {
    expect(hold("live", 45, 90).share).toBe(0.5);
    expect(hold("live", 90, 90).share).toBe(1);
    expect(hold("live", 95, 90).share).toBe(1);
  });
});

describe("the appliance's clock", () => {
  it("is taken from its answers, half the round trip allowed for", () => {
    let local = 1_000_000;
    const clock = new ServerClock(() => local);
    expect(clock.now()).toBe(1_000_000);
    clock.add({ sentAt: 1_000_000, receivedAt: 1_000_200, serverNow: 5_000_000 });
    local = 1_000_100;
    expect(clock.now()).toBe(5_000_000);
  });

  it("keeps the quickest answer until it is old", () => {
    const clock = new ServerClock(() => 0);
    clock.add({ sentAt: 0, receivedAt: 10, serverNow: 105 });
    clock.add({ sentAt: 0, receivedAt: 5000, serverNow: 9999 });
    expect(clock.now()).toBe(100);
    clock.add({ sentAt: 700_000, receivedAt: 700_500, serverNow: 700_450 });
    expect(clock.now()).toBe(200);
    clock.add({ sentAt: 0, receivedAt: 1, serverNow: Number.NaN });
    expect(clock.now()).toBe(200);
  });
});

describe("keys", () => {
  const press = (key: string, more: Partial<Press> = {}): Press => ({ key, ctrl: false, meta: false, alt: false, shift: false, ...more });

  it("names what was pressed; Command stands in for Ctrl on a Mac", () => {
    expect(nameOf(press("k", { ctrl: true }), false)).toBe("mod+k");
    expect(nameOf(press("k", { meta: true }), true)).toBe("mod+k");
    expect(nameOf(press("k", { meta: true }), false)).toBeNull();
    expect(nameOf(press("L", { ctrl: true, shift: true }), false)).toBe("mod+shift+l");
    expect(nameOf(press("?", { shift: true }), false)).toBe("?");
    expect(nameOf(press("Delete"), false)).toBe("delete");
    expect(nameOf(press("e", { alt: true }), false)).toBeNull();
    expect(nameOf(press("Shift", { shift: true }), false)).toBeNull();
  });

  it("reads two letters as one journey while they follow each other", () => {
    const reader = new KeyReader(new Set(["g"]));
    expect(reader.read("g", 0)).toBeNull();
    expect(reader.read("t", 900)).toBe("g t");
    expect(reader.read("t", 1000)).toBe("t");
    expect(reader.read("g", 2000)).toBeNull();
    expect(reader.read("n", 9000)).toBe("n");
  });

  it("are printed as they stand on the keyboard", () => {
    expect(keyLabel("mod+shift+l", false)).toBe("Ctrl Shift L");
    expect(keyLabel("mod+k", true)).toBe("⌘ K");
    expect(keyLabel("g t", false)).toBe("G then T");
    expect(isMac("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15)")).toBe(true);
  });
});

describe("words", () => {
  const zone = "Europe/London";
  it("say times, dates and spans", () => {
    expect(shortDateTime("2026-11-19T10:30:00Z", zone)).toBe("Thu 19 Nov, 10:30");
    expect(shortDateTime("2027-01-04T10:30:00Z", zone, "2026-11-24")).toBe("Mon 4 Jan 2027, 10:30");
    expect(timeAndDay("2026-11-24T14:45:00Z", zone, "2026-11-24")).toBe("14:45 today");
    expect(pastStamp("2026-11-23T14:45:00Z", zone, "2026-11-24")).toBe("Yesterday");
    expect(dayAndTime("2026-11-10T17:49:00Z", zone, "2026-11-24")).toBe("Tue 10 Nov 17:49");
    expect(weekTitle("2026-11-30")).toBe("30 November to 6 December");
    expect(weekTitle("2026-11-23")).toBe("23 to 29 November");
    expect([mss(188), mss(-4), mss(3600)]).toEqual(["3:08", "0:00", "60:00"]);
    expect([spokenDuration(272), spokenDuration(41), spokenDuration(120)]).toEqual(["4 min 32 s", "41 s", "2 min"]);
    const now = Date.parse("2026-11-24T10:24:00Z");
    expect([ago("2026-11-24T10:23:40Z", now), ago("2026-11-24T10:19:00Z", now), ago("2026-11-24T01:00:00Z", now)]).toEqual(["just now", "5 min ago", null]);
  });

  it("say money, names and numbers", () => {
    expect(money({ amountMinor: 38000, currency: "GBP" })).toBe("£380");
    expect(money({ amountMinor: 34, currency: "GBP" })).toBe("£0.34");
    expect(money({ amountMinor: 5000, currency: "JPY" })).toMatch(/5,000$/);
    expect(priceRange({ amountMinor: 26000, currency: "GBP" }, { amountMinor: 34000, currency: "GBP" })).toBe("£260 to £340");
    expect(priceRange(null, null)).toBeNull();
    expect(initials("Miss Adaeze Okafor")).toBe("AO");
    expect(phoneNumber("+447700900218")).toBe("07700 900 218");
    expect(phoneNumber("+12025550143")).toBe("+1 202 555 0143");
  });
});
