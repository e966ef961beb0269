/** What the desk does to appointments and holds that stand: move, cancel, undo, release. */
import type { Page } from "@playwright/test";
import { appointment, book, freeDay, hold, local } from "./support/diary.ts";
import { expect, test } from "./support/fixtures.ts";

const PROCEDURE = "mole-check";

function cell(page: Page, name: string) {
  return page.getByRole("grid").getByRole("gridcell").filter({ hasText: name });
}

test("moved to another time, and back by Undo", async ({ appliance, page }) => {
  const [slot, , , other] = await freeDay(appliance, PROCEDURE, 8);
  if (slot === undefined || other === undefined) throw new Error("no free time");
  const made = await book(appliance, slot, PROCEDURE, "Esme Tallis", "+447700900321");
  const { date, time } = local(slot.start);
  const target = local(other.start).time;
  await page.goto(`/calendar?date=${date}`);
  await cell(page, "Esme Tallis").focus();
  await page.keyboard.press("m");

  const panel = page.getByRole("dialog", { name: "Move Esme Tallis" });
  await panel.getByRole("group", { name: "Times" }).getByRole("button", { name: target, exact: true }).click();
  await panel.getByRole("button", { name: "Move", exact: true }).click();
  await expect(page.getByText(/^Moved: Esme Tallis/)).toBeVisible();
  await expect(cell(page, "Esme Tallis")).toHaveAccessibleName(new RegExp(`^${target} to`));
  expect((await appointment(appliance, made.id, date))?.start).toBe(other.start);

  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(page.getByText(/^Moved back: Esme Tallis/)).toBeVisible();
  await expect(cell(page, "Esme Tallis")).toHaveAccessibleName(new RegExp(`^${time} to`));
});

test("cancelled with Delete, and booked again with Ctrl Z", async ({ appliance, page }) => {
  const [slot] = await freeDay(appliance, PROCEDURE);
  if (slot === undefined) throw new Error("no free time");
  const made = await book(appliance, slot, PROCEDURE, "Felix Arran", "+447700900322");
  const { date } = local(slot.start);
  await page.goto(`/calendar?date=${date}`);
  await cell(page, "Felix Arran").focus();
  await page.keyboard.press("Delete");
  await expect(page.getByText(/^Cancelled: Felix Arran/)).toBeVisible();
  await expect(cell(page, "Felix Arran")).toHaveCount(0);
  expect((await appointment(appliance, made.id, date))?.status).toBe("cancelled");

  await page.keyboard.press("Control+z");
  await expect(page.getByText(/^Booked again: Felix Arran/)).toBeVisible();
  await expect(cell(page, "Felix Arran")).toBeVisible();
  expect((await appointment(appliance, made.id, date))?.status).toBe("booked");
});

test("a hold that nobody is speaking for is released, and the time is free again", async ({ appliance, page }) => {
  const [slot] = await freeDay(appliance, PROCEDURE);
  if (slot === undefined) throw new Error("no free time");
  await hold(appliance, slot, PROCEDURE);
  const { date, time } = local(slot.start);
  await page.goto(`/calendar?date=${date}`);

  const held = page.getByRole("gridcell", { name: new RegExp(`^${time} to .*Held`) });
  await expect(held).toContainText(/\d:\d\d/);
  await held.click();
  await page.getByRole("dialog", { name: "Held time" }).getByRole("button", { name: "Release" }).click();
  await expect(page.getByText(/^Released: /)).toBeVisible();
  await expect(held).toHaveCount(0);
  const after = await freeDay(appliance, PROCEDURE);
  expect(after.map(({ start }) => start)).toContain(slot.start);
});

test("what somebody else books appears by itself", async ({ appliance, page }) => {
  const [slot] = await freeDay(appliance, PROCEDURE);
  if (slot === undefined) throw new Error("no free time");
  await page.goto(`/calendar?date=${local(slot.start).date}`);
  await expect(page.getByRole("gridcell").first()).toBeVisible();
  await book(appliance, slot, PROCEDURE, "Greta Holm", "+447700900323");
  await expect(cell(page, "Greta Holm")).toBeVisible();
});
