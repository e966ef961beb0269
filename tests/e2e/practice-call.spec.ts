/** The product's main job, seen from the desk: a caller rings, is heard, is held a time, and is booked. */
import { expect, test } from "./support/fixtures.ts";

// The caller speaks nearly as people do.
test.setTimeout(150_000);

test("a practice call is heard as it is spoken, holds a time, and ends in an appointment", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Practice call", exact: true }).click();
  await page.getByRole("menuitem", { name: /A consultation is booked/ }).click();
  await expect(page.getByText("A practice caller is ringing")).toBeVisible();

  const live = page.locator("[aria-label^='Live call: ']");
  await expect(live).toBeVisible();
  await expect(live.getByRole("link", { name: /New caller, ending \d{3}/ })).toBeVisible();

  // It grows: more words, later.
  const words = live.getByRole("log", { name: "Words of the call" });
  await expect(words).toContainText("I'm Voxanne, the AI receptionist");
  const first = (await words.innerText()).length;
  await expect.poll(async () => (await words.innerText()).length).toBeGreaterThan(first + 40);
  await expect(live.getByRole("timer")).toHaveText(/\d:\d\d/);

  // Held, with the time that is left going down.
  const held = live.locator("p").filter({ hasText: /^Holding/ });
  await expect(held).toBeVisible({ timeout: 60_000 });
  const left = async () => {
    // The time of the appointment has two figures before its colon, what is left of the hold has one.
    const [, minutes, seconds] = /(?<!\d)(\d):(\d\d)/.exec(await held.innerText()) ?? [];
    return Number(minutes) * 60 + Number(seconds);
  };
  const before = await left();
  expect(before).toBeLessThanOrEqual(90);
  await expect.poll(left).toBeLessThan(before);

  // The caller says a name; what is shown of it is that it was taken out.
  await expect(words.getByText("Name").first()).toBeVisible({ timeout: 30_000 });
  await expect(words).not.toContainText("Fairweather");

  // The call is over: it has left the line, and its page says what came of it.
  await live.getByRole("link", { name: "Open call" }).click();
  await expect(page.getByText("Booked", { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  const transcript = page.getByRole("list", { name: "Transcript" });
  await expect(transcript.getByRole("listitem").first()).toContainText("Voxanne");
  await expect(transcript.getByText("Name").first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "What was booked" })).toBeVisible();
  const timeline = page.locator("section, div", { has: page.getByRole("heading", { name: "Timeline" }) }).last();
  await expect(timeline.getByRole("listitem")).not.toHaveCount(0);

  // And it stands in the calendar.
  await page.getByRole("link", { name: "Open appointment" }).click();
  const details = page.getByRole("dialog", { name: "Appointment" });
  await expect(details.getByText("Hannah Fairweather")).toBeVisible();
  await expect(details.getByText(/Rhinoplasty consultation/)).toBeVisible();
  await expect(details.getByText(/Booked by Voxanne/)).toBeVisible();
});
