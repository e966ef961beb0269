// Walks through the main journeys by keyboard alone, against the fake appliance: node dev/flow.mjs
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const base = process.env.LOOK_AT ?? "http://127.0.0.1:5173";
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, timezoneId: "Asia/Tokyo" })).newPage();
const problems = [];
page.on("pageerror", (error) => problems.push(error.message));
page.on("console", (message) => { if (message.type() === "error" && !/Failed to load|status of/.test(message.text())) problems.push(message.text()); });
const step = async (name, run) => { await run(); console.log(`ok  ${name}`); };
const toast = (text) => page.getByRole("status").filter({ hasText: text }).first().waitFor();
const post = (path) => page.request.post(`${base}/api/${path}`);

await post("__reset");
await page.goto(base);
await page.locator("#needs-you").waitFor();

await step("N and Enter deal with what needs me; Ctrl Z brings it back", async () => {
  await page.keyboard.press("n");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await toast("Done: Sight has changed");
  await page.locator("[data-need=n1]").waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement?.hasAttribute("data-act")), true, "the focus went to the next row");
  await page.keyboard.press("Control+z");
  await page.locator("[data-need=n1]").waitFor();
});

await step("a practice call rings, grows word by word, books, and leaves", async () => {
  await page.keyboard.press("Control+k");
  await page.keyboard.type("practice books");
  await page.keyboard.press("Enter");
  const card = page.getByRole("region", { name: /Live call: New caller, ending 3/ }).last();
  await card.waitFor();
  await card.getByText("like to have a mole").waitFor({ timeout: 15000 });
  await card.getByText("Phone").first().waitFor({ timeout: 15000 });
  await card.getByText("Holding").waitFor({ timeout: 15000 });
});

await step("a lost connection says so, comes back by itself, and misses no turn", async () => {
  await post("__cut");
  await page.getByText("No connection to the appliance.").waitFor();
  await page.getByText("No connection to the appliance.").waitFor({ state: "detached", timeout: 20000 });
});

await step("B books by keyboard: procedure, time, person", async () => {
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await page.locator("[role=grid]").waitFor();
  await page.keyboard.press("b");
  await page.waitForFunction(() => document.activeElement?.tagName === "SELECT");
  await page.keyboard.type("Lip");
  await page.getByRole("group", { name: "Times" }).waitFor();
  for (let tabs = 0; tabs < 30; tabs += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement?.parentElement?.getAttribute("aria-label") === "Times")) break;
  }
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Change" }).waitFor();
  await page.waitForFunction(() => document.activeElement?.hasAttribute("data-who"));
  await page.keyboard.type("bronwen");
  await page.getByRole("listbox", { name: "Contacts" }).getByText("Bronwen Pugh").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Ready to book.").waitFor();
  await page.getByRole("button", { name: "Book", exact: true }).last().focus();
  await page.keyboard.press("Enter");
  await toast("Booked: Bronwen Pugh, Tue 24 Nov, 11:45");
  await page.getByRole("gridcell", { name: /11:45 to 12:15, Bronwen Pugh/ }).waitFor();
});

await step("Delete cancels, Ctrl Z books again", async () => {
  const cell = page.getByRole("gridcell", { name: /14:15 to 14:45, Signe Dahl/ });
  await cell.focus();
  await page.keyboard.press("Delete");
  await toast("Cancelled: Signe Dahl");
  await cell.waitFor({ state: "detached" });
  assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), "BODY", "the focus was lost");
  await page.keyboard.press("Control+z");
  await cell.waitFor();
});

await step("M moves to another time, Undo moves back", async () => {
  await page.getByRole("gridcell", { name: /14:15 to 14:45, Signe Dahl/ }).focus();
  await page.keyboard.press("m");
  await page.getByRole("group", { name: "Times" }).getByRole("button", { name: "15:00" }).click();
  await page.getByRole("button", { name: "Move", exact: true }).click();
  await toast("Moved: Signe Dahl, Tue 24 Nov, 15:00");
  await page.getByRole("gridcell", { name: /15:00 to 15:30, Signe Dahl/ }).waitFor();
  await page.getByRole("button", { name: /Undo/ }).click();
  await page.getByRole("gridcell", { name: /14:15 to 14:45, Signe Dahl/ }).waitFor();
});

await step("arrows walk the grid, Enter on a free time starts a booking with that practitioner", async () => {
  await page.getByRole("gridcell", { name: "Book 14:00" }).first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByLabel("With").waitFor();
  assert.notEqual(await page.getByRole("dialog").getByLabel("With").inputValue(), "");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "gridcell", null, { timeout: 3000 });
});

await step("a taken time shows what else is free, and one of them can be picked", async () => {
  await page.keyboard.press("b");
  await page.getByLabel("Procedure").selectOption({ label: "Lip filler" });
  await page.getByRole("button", { name: "16:30" }).click();
  await page.getByText("These are free:").waitFor();
  await page.getByRole("alert").getByRole("button").first().click();
  await page.getByRole("button", { name: "Change" }).waitFor();
  await page.keyboard.press("Escape");
});

await step("G C, J and Enter open a call; its turns are walked with the arrows", async () => {
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await page.locator("li a").first().waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.locator("#transcript").waitFor();
});

await step("locking asks for a password and comes back to the same page", async () => {
  const address = page.url();
  await page.keyboard.press("Control+Shift+L");
  await page.getByLabel("User name").fill("yvette");
  await page.getByLabel("Password").fill("wrong");
  await page.keyboard.press("Enter");
  await page.getByText("User name or password is not right.").waitFor();
  await page.getByLabel("Password").fill("practice");
  await page.keyboard.press("Enter");
  await page.locator("#transcript").waitFor();
  assert.equal(page.url(), address);
});

await step("a one-time link signs in and leaves no trace in the address", async () => {
  await page.request.delete(`${base}/api/session`);
  await page.goto(`${base}/#link=once`);
  await page.reload();
  await page.locator("#needs-you").waitFor();
  assert.ok(!page.url().includes("link"));
});

await browser.close();
assert.deepEqual(problems, []);
