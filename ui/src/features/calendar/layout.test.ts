// Where blocks stand on a day, a week, and the days on which the clocks change.
import { describe, expect, it } from "vitest";
import type { Appointment, Hold, Practitioner } from "@/api/types";
import { cellsOf, inLanes, neighbour, spanOn } from "./cells";
import { closedBands, columnOf, dayColumns, hoursShown, weekColumns, without } from "./columns";
import { joinFree } from "./day-list";

const ZONE = "Europe/London";
const ana: Practitioner = {
  id: "ana", name: "Dr Ana Reyes", specialty: null, procedureIds: [], active: true, room: null,
  weeklyHours: [1, 2, 3, 4, 5, 7].map((weekday) => ({ weekday, from: "09:00", to: "12:00" })),
  exceptions: [
    { id: "x1", date: "2026-11-24", from: "10:00", to: "10:30", kind: "closed", reason: "Break" },
    { id: "x2", date: "2026-11-25", from: null, to: null, kind: "closed", reason: "Holiday" },
    { id: "x3", date: "2026-11-28", from: "13:00", to: "15:00", kind: "open", reason: null },
  ],
};
const booking = (id: string, start: string, end: string, status: Appointment["status"] = "booked") =>
  ({ id, practitionerId: "ana", start, end, status }) as Appointment;
const held = (id: string, start: string, end: string) => ({ id, practitionerId: "ana", start, end }) as Hold;

describe("columns", () => {
  it("knows the hours, the breaks, closed days and extra days", () => {
    expect(columnOf(ana, "2026-11-24")).toMatchObject({ open: [{ from: 540, to: 720 }], closed: [{ from: 600, to: 630, reason: "Break" }] });
    expect(columnOf(ana, "2026-11-28").open).toEqual([{ from: 780, to: 900 }]);
    const holiday = columnOf(ana, "2026-11-25");
    expect(closedBands(holiday, { from: 540, to: 720 })).toEqual([{ from: 540, to: 720, reason: "Holiday" }]);
  });

  it("shows a weekend only when it is worked or used", () => {
    const weekdays = { ...ana, weeklyHours: ana.weeklyHours.slice(0, 5), exceptions: [] };
    expect(weekColumns(weekdays, "2026-11-26", new Set()).map(({ date }) => date).at(-1)).toBe("2026-11-27");
    expect(weekColumns(weekdays, "2026-11-26", new Set(["2026-11-28"]))).toHaveLength(6);
    expect(weekColumns(ana, "2026-11-26", new Set())).toHaveLength(7);
  });

  it("covers everything open or used, in whole hours", () => {
    const columns = dayColumns([ana], "2026-11-24");
    expect(hoursShown(columns, [{ from: 500, to: 520 }])).toEqual({ from: 480, to: 720 });
    expect(hoursShown([], [])).toEqual({ from: 540, to: 1020 });
    expect(without([{ from: 0, to: 10 }], [{ from: 2, to: 4 }, { from: 3, to: 6 }])).toEqual([{ from: 0, to: 2 }, { from: 6, to: 10 }]);
  });
});

describe("cells", () => {
  it("offers what is left between appointments, holds, breaks and now", () => {
    const column = columnOf(ana, "2026-11-24");
    const cells = cellsOf(
      column,
      [booking("a", "2026-11-24T10:30:00Z", "2026-11-24T11:00:00Z"), booking("gone", "2026-11-24T11:00:00Z", "2026-11-24T11:30:00Z", "cancelled")],
      [held("h", "2026-11-24T11:15:00Z", "2026-11-24T11:45:00Z")],
      ZONE, 9 * 60 + 10,
    );
    expect(cells.map(({ content, from, to }) => [content.kind, from, to])).toEqual([
      ["free", 550, 570], ["free", 570, 600], ["appointment", 630, 660], ["free", 660, 675], ["hold", 675, 705], ["free", 705, 720],
    ]);
    expect(joinFree(cells)[0]).toMatchObject({ from: 550, to: 600 });
  });

  it("places times by the wall clock on the days that the clocks change", () => {
    expect(spanOn("2026-03-29", "2026-03-29T08:00:00Z", "2026-03-29T08:30:00Z", ZONE)).toEqual({ from: 540, to: 570 });
    expect(spanOn("2026-10-25", "2026-10-25T09:00:00Z", "2026-10-25T09:30:00Z", ZONE)).toEqual({ from: 540, to: 570 });
    const spring = columnOf(ana, "2026-03-29");
    const [free] = cellsOf(spring, [booking("a", "2026-03-29T08:00:00Z", "2026-03-29T08:30:00Z")], [], ZONE, 0).filter(({ content }) => content.kind === "free");
    expect(free).toMatchObject({ from: 570, to: 600 });
  });

  it("cuts what runs past midnight, and leaves out other days", () => {
    expect(spanOn("2026-11-24", "2026-11-24T23:30:00Z", "2026-11-25T00:30:00Z", ZONE)).toEqual({ from: 1410, to: 1440 });
    expect(spanOn("2026-11-25", "2026-11-24T23:30:00Z", "2026-11-25T00:00:00Z", ZONE)).toBeNull();
    expect(spanOn("2026-11-26", "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z", ZONE)).toBeNull();
  });

  it("puts what overlaps side by side", () => {
    const lanes = inLanes([{ from: 0, to: 30 }, { from: 15, to: 45 }, { from: 30, to: 60 }, { from: 60, to: 70 }]);
    expect(lanes.map(({ lane, lanes: of }) => [lane, of])).toEqual([[0, 2], [1, 2], [0, 2], [0, 1]]);
  });
});

describe("arrows in the grid", () => {
  const cell = (from: number) => ({ key: String(from), from, to: from + 30, lane: 0, lanes: 1, content: { kind: "free" as const } });
  const grid = [[cell(540), cell(570), cell(600)], [], [cell(560), cell(630)]];

  it("go along a practitioner, and across to what is nearest in time, past who has nothing", () => {
    expect(neighbour(grid, { column: 0, cell: 0 }, "ArrowDown")).toEqual({ column: 0, cell: 1 });
    expect(neighbour(grid, { column: 0, cell: 0 }, "ArrowUp")).toBeNull();
    expect(neighbour(grid, { column: 0, cell: 2 }, "ArrowRight")).toEqual({ column: 2, cell: 1 });
    expect(neighbour(grid, { column: 2, cell: 0 }, "ArrowLeft")).toEqual({ column: 0, cell: 0 });
    expect(neighbour(grid, { column: 2, cell: 0 }, "ArrowRight")).toBeNull();
    expect(neighbour(grid, { column: 0, cell: 1 }, "End")).toEqual({ column: 0, cell: 2 });
    expect(neighbour(grid, { column: 0, cell: 1 }, "x")).toBeNull();
  });
});
