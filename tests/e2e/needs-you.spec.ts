/** What a person has to deal with: it appears by itself, is dealt with, and comes back by Undo. */
import { Caller } from "./support/caller.ts";
import { expect, test } from "./support/fixtures.ts";

test("a caller who asks for a person is on the list until somebody has rung back", async ({ appliance, page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Needs you" })).toBeVisible();

  const caller = new Caller(appliance, "+447700900331");
  await caller.ringsAndIsAnswered();
  await caller.says("I'd rather talk to a person about my bill.");
  await caller.asks("hand_over", { reason: "Wants to talk about a bill" });
  await caller.hangsUp();

  const rows = page.locator("[data-need]");
  await expect(rows).toHaveCount(1);
  const row = rows.first();
  const action = row.getByRole("button");
  await page.keyboard.press("n");
  await expect(action).toBeFocused();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog");
  await expect(panel.getByRole("link", { name: /07700 900 331/ })).toBeVisible();
  await panel.getByRole("button", { name: "Done" }).click();
  await expect(rows).toHaveCount(0);
  await expect(page.getByText("Nothing needs you")).toBeVisible();

  await page.keyboard.press("Control+z");
  await expect(rows).toHaveCount(1);
  await rows.first().getByRole("button").click();
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await expect(rows).toHaveCount(0);
});
