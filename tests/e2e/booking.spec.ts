/** Booking by hand: by mouse, by keyboard alone, and when somebody else was faster. */
import type { Page } from "@playwright/test";
import { freeDay, hold, local } from "./support/diary.ts";
import { expect, test } from "./support/fixtures.ts";

function cells(page: Page) {
  return page.getByRole("grid").getByRole("gridcell");
}

test("by mouse: procedure, time, somebody new, booked; it stands in the calendar", async ({ appliance, page }) => {
  const [, slot] = await freeDay(appliance, "lip-filler");
  if (slot === undefined) throw new Error("no free time");
  const { date, time } = local(slot.start);
  await page.goto(`/calendar?date=${date}`);
  await page.getByRole("main").getByRole("button", { name: /^Book/ }).click();

  const panel = page.getByRole("dialog", { name: "Book an appointment" });
  await panel.getByLabel("Procedure").selectOption({ label: "Lip filler" });
  await panel.getByRole("group", { name: "Times" }).getByRole("button", { name: time, exact: true }).click();
  await expect(panel.getByText(/^Holding/)).toBeVisible();
  await expect(panel.getByText(/^\d:\d\d/)).toBeVisible();
  await panel.getByLabel("For").fill("Beatrix Lund");
  await panel.getByRole("option", { name: /New contact: Beatrix Lund/ }).click();
  await panel.getByLabel("Phone", { exact: true }).fill("+44 7700 900 311");
  await panel.getByRole("button", { name: "Book", exact: true }).click();

  await expect(panel).toHaveCount(0);
  await expect(page.getByText(/^Booked: Beatrix Lund/)).toBeVisible();
  await expect(cells(page).filter({ hasText: "Beatrix Lund" })).toBeVisible();
});

test("by keyboard alone, from the calendar to the booking", async ({ appliance, page }) => {
  const [, , slot] = await freeDay(appliance, "skin-peel");
  if (slot === undefined) throw new Error("no free time");
  await page.goto(`/calendar?date=${local(slot.start).date}`);
  await expect(cells(page).first()).toBeVisible();

  await page.keyboard.press("b");
  const panel = page.getByRole("dialog", { name: "Book an appointment" });
  await expect(panel.getByLabel("Procedure")).toBeFocused();
  await page.keyboard.type("Skin");
  await expect(panel.getByLabel("Procedure")).toHaveValue("skin-peel");

  // From the procedure to the times: Tab stops once at each group, arrows go on inside it.
  const times = panel.getByRole("group", { name: "Times" });
  await expect(times).toBeVisible();
  const inTimes = () => times.evaluate((group) => group.contains(document.activeElement));
  await expect(async () => {
    await page.keyboard.press("Tab");
    expect(await inTimes()).toBe(true);
  }).toPass({ intervals: [0] });
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");

  // The time is held and the focus is where the next thing is typed.
  await expect(panel.getByText(/^Holding/)).toBeVisible();
  await expect(panel.getByLabel("For")).toBeFocused();
  await page.keyboard.type("Casimir Oduya");
  await expect(panel.getByRole("option", { name: /New contact: Casimir Oduya/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(panel.getByLabel("Phone", { exact: true })).toBeFocused();
  await page.keyboard.type("07700 900 312");
  const bookButton = panel.getByRole("button", { name: "Book", exact: true });
  await expect(async () => {
    await page.keyboard.press("Tab");
    await expect(bookButton).toBeFocused({ timeout: 50 });
  }).toPass({ intervals: [0] });
  await page.keyboard.press("Enter");

  await expect(page.getByText(/^Booked: Casimir Oduya/)).toBeVisible();
  await expect(cells(page).filter({ hasText: "Casimir Oduya" })).toBeVisible();
});

test.describe("when somebody else was faster", () => {
  test.use({ provoked: /status of 409/ });

  test("the alternatives are one click away", async ({ appliance, page }) => {
    const [slot] = await freeDay(appliance, "facelift-consultation");
    if (slot === undefined) throw new Error("no free time");
    const { date, time } = local(slot.start);
    await page.goto(`/calendar?date=${date}`);
    await page.keyboard.press("b");
    const panel = page.getByRole("dialog", { name: "Book an appointment" });
    await panel.getByLabel("Procedure").selectOption({ label: "Facelift consultation" });
    const picked = panel.getByRole("group", { name: "Times" }).getByRole("button", { name: time, exact: true });
    await expect(picked).toBeVisible();

    // Between reading the times and picking one, the other booking wins; the page hears of it too late.
    await page.route("**/booking/claim-slot", async (route) => {
      await hold(appliance, slot, "facelift-consultation");
      await page.unroute("**/booking/claim-slot");
      await route.continue();
    });
    await picked.click();
    const refused = panel.getByRole("alert");
    await expect(refused).toContainText("That time has just been taken.");
    const alternatives = refused.getByRole("button");
    await expect(alternatives).not.toHaveCount(0);
    expect(await alternatives.count()).toBeLessThanOrEqual(3);

    await alternatives.first().click();
    await expect(panel.getByText(/^Holding/)).toBeVisible();
    await panel.getByLabel("For").fill("Dorrit Vance");
    await panel.getByRole("option", { name: /New contact/ }).click();
    await panel.getByLabel("Phone", { exact: true }).fill("07700 900 313");
    await panel.getByRole("button", { name: "Book", exact: true }).click();
    await expect(page.getByText(/^Booked: Dorrit Vance/)).toBeVisible();
  });
});
