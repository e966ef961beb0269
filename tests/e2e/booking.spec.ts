/** Booking by hand: by mouse, by keyboard alone, and when somebody else was faster. */
import type { Locator, Page } from "@playwright/test";
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
  await page.getByRole("main").getByRole("button", { name: /^Book/ }).first().click();

  const panel = page.getByRole("dialog", { name: "Book an appointment" });
  await panel.getByLabel("Procedure").selectOption({ label: "Lip filler" });
  await panel.getByRole("group", { name: "Times" }).getByRole("button", { name: time, exact: true }).click();
  await expect(panel.getByText(/^Holding/)).toBeVisible();
  await expect(panel.getByText(/^\d:\d\d/)).toBeVisible();
  await panel.getByRole("combobox", { name: "For" }).fill("Beatrix Lund");
  await panel.getByRole("option", { name: /New contact: Beatrix Lund/ }).click();
  await panel.getByLabel("Phone", { exact: true }).fill("+44 7700 900 311");
  await panel.getByRole("button", { name: "Book", exact: true }).click();

  await expect(panel).toHaveCount(0);
  await expect(page.getByText(/^Booked: Beatrix Lund/)).toBeVisible();
  await expect(cells(page).filter({ hasText: "Beatrix Lund" })).toBeVisible();
});

test("by keyboard alone, from the calendar to the booking", async ({ appliance, page }) => {
  // A day that no other test looks at, so that what the arrows meet is free.
  const [, , slot] = await freeDay(appliance, "skin-peel", 20, 15);
  if (slot === undefined) throw new Error("no free time");
  const { date, time } = local(slot.start);
  await page.goto(`/calendar?date=${date}&practitioner=${slot.practitionerId}`);
  await expect(cells(page).first()).toBeVisible();

  // Tab stops once at the grid, arrows go on inside it, Enter books the free time.
  const into = async (what: Locator) => {
    await expect(async () => {
      await page.keyboard.press("Tab");
      expect(await what.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    }).toPass({ intervals: [0] });
  };
  await into(page.getByRole("grid"));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog", { name: "Book an appointment" });
  await expect(panel.getByLabel("Procedure")).toBeFocused();
  await page.keyboard.type("Skin");
  await expect(panel.getByLabel("Procedure")).toHaveValue("skin-peel");

  await expect(panel.getByRole("group", { name: "Times" }).getByRole("button", { name: time, exact: true })).toBeVisible();
  await into(panel.getByRole("group", { name: "Times" }));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");

  // The time is held and the focus is where the next thing is typed.
  await expect(panel.getByText(/^Holding/)).toBeVisible();
  await expect(panel.getByRole("combobox", { name: "For" })).toBeFocused();
  await page.keyboard.type("Casimir Oduya");
  await expect(panel.getByRole("option", { name: /New contact: Casimir Oduya/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(panel.getByLabel("Phone", { exact: true })).toBeFocused();
  await page.keyboard.type("07700 900 312");
  await into(panel.getByRole("button", { name: "Book", exact: true }));
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
    await expect(cells(page).first()).toBeVisible();
    await page.getByRole("main").getByRole("button", { name: /^Book/ }).first().click();
    const panel = page.getByRole("dialog", { name: "Book an appointment" });
    await panel.getByLabel("Procedure").selectOption({ label: "Facelift consultation" });
    const picked = panel.getByRole("group", { name: "Times" }).getByRole("button", { name: time, exact: true });
    await expect(picked).toBeVisible();

    // Between reading the times and picking one, the other booking wins; the page hears of it too late.
    await page.route("**/booking/claim-slot", async (route) => {
      await hold(appliance, slot, "facelift-consultation");
      await route.continue();
    }, { times: 1 });
    await picked.click();
    const refused = panel.getByRole("alert");
    await expect(refused).toContainText("That time has just been taken.");
    const alternatives = refused.getByRole("button");
    await expect(alternatives).not.toHaveCount(0);
    expect(await alternatives.count()).toBeLessThanOrEqual(3);

    await alternatives.first().click();
    await expect(panel.getByText(/^Holding/)).toBeVisible();
    await panel.getByRole("combobox", { name: "For" }).fill("Dorrit Vance");
    await panel.getByRole("option", { name: /New contact/ }).click();
    await panel.getByLabel("Phone", { exact: true }).fill("07700 900 313");
    await panel.getByRole("button", { name: "Book", exact: true }).click();
    await expect(page.getByText(/^Booked: Dorrit Vance/)).toBeVisible();
  });
});
