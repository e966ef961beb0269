/** Consent and what hangs on it: exact words kept sealed, opened with a reason, destroyed at a word; and the rules of it all. */
import type { Browser, Page } from "@playwright/test";
import { PASSWORD, type Appliance } from "./support/appliance.ts";
import { Caller } from "./support/caller.ts";
import { expect, test, watch } from "./support/fixtures.ts";

interface CallView {
  id: string;
  providerCallId: string;
  hasOriginal: boolean;
}

const NAME = "Tobias Fennimore";
/** What is not shown outside an opened original; the name alone is the contact's, and stands over the call. */
const NUMBER = "07700 900 361";

async function callOf(appliance: Appliance, caller: Caller): Promise<CallView> {
  const { items } = await appliance.must<{ items: CallView[] }>("GET", "/calls?limit=50");
  const found = items.find(({ providerCallId }) => providerCallId === caller.providerCallId);
  if (found === undefined) throw new Error("the call is not in the list");
  return appliance.must<CallView>("GET", `/calls/${found.id}`);
}

async function signIn(page: Page, username: string): Promise<void> {
  await page.getByLabel("User name").fill(username);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.keyboard.press("Enter");
}

/** A page of somebody with a session of their own: locking it, they take nobody else's away. */
async function pageOf(browser: Browser, appliance: Appliance, username: string, role: "front_desk" | "manager"): Promise<Page> {
  await appliance.addPerson({ username, name: "Wanda Pell", role }, true);
  const context = await browser.newContext({ baseURL: appliance.base, storageState: undefined, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto("/");
  await signIn(page, username);
  await page.getByRole("heading", { name: "Needs you" }).waitFor();
  return page;
}

test("with consent the exact words are kept, a manager opens them with a reason, withdrawing destroys them", async ({ appliance, browser }) => {
  const caller = new Caller(appliance, "+447700900361");
  await caller.ringsAndIsAnswered();
  await caller.hears("Good morning, this is Voxanne.");
  await caller.says("I am allergic to latex, and my number is 07700 900 369.");
  const { id } = await callOf(appliance, caller);

  // The desk notes what the caller said, while the call goes on.
  const desk = await pageOf(browser, appliance, "wanda", "front_desk");
  const page = await pageOf(browser, appliance, "marcus", "manager");
  const wrong = [watch(desk, appliance.base), watch(page, appliance.base)];
  await desk.goto(`/calls/${id}`);
  const seen = desk.getByRole("region", { name: "Privacy" });
  await expect(seen.getByText("Not asked for consent")).toBeVisible();
  await seen.getByRole("button", { name: "The caller agreed" }).click();
  await expect(seen.getByText("Consent given")).toBeVisible();
  await expect(seen.getByText(/At the desk, today/)).toBeVisible();
  await expect(desk.getByRole("region", { name: "Timeline" }).getByText("Agreed that the exact words are kept")).toBeVisible();
  await seen.getByRole("button", { name: "What was asked" }).click();
  await expect(seen.getByText(/May we keep the exact words of this call/)).toBeVisible();

  await caller.says(`My name is ${NAME} and my number is ${NUMBER}.`);
  await expect(seen.getByRole("list", { name: "Details taken out" }).getByText(/^Name/)).toBeVisible();
  await expect(seen.getByText("Original kept")).toBeVisible();
  await expect(seen.getByText("A manager can open it.")).toBeVisible();
  await expect(desk.getByRole("button", { name: /original/i })).toHaveCount(0);
  await caller.hangsUp();

  await test.step("the manager opens it, says why, and it is gone when it is closed", async () => {
    await page.goto(`/calls/${id}`);
    await expect(page.getByRole("list", { name: "Transcript" })).toBeVisible();
    await expect(page.getByText(NUMBER)).toHaveCount(0);
    await page.getByRole("button", { name: "Open original…" }).click();
    const ask = page.getByRole("dialog", { name: "Open the exact words?" });
    const reason = ask.getByLabel("Why you need them");
    await expect(reason).toBeFocused();
    await page.keyboard.press("Control+Enter");
    await expect(ask.getByText("Say why you need the exact words.")).toBeVisible();
    await reason.fill("why");
    await ask.getByRole("button", { name: "Open original" }).click();
    await expect(ask.getByText("Say a little more, at least five characters.")).toBeVisible();
    await reason.fill("A complaint about what was promised");
    await page.keyboard.press("Control+Enter");
    const opened = page.getByRole("dialog", { name: "Exact words of the call" });
    await expect(opened.getByText(`My name is ${NAME} and my number is ${NUMBER}.`)).toBeVisible();
    // Said before the caller agreed: never kept.
    await expect(opened.getByText("07700 900 369")).toHaveCount(0);
    await expect(opened.getByText(/Closes in (10:00|9:5\d)/)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByText(NUMBER)).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Open original…" })).toBeFocused();
    const { items } = await appliance.must<{ items: { action: string; target: string; detail: { reason?: string } | null }[] }>("GET", "/audit?limit=20");
    expect(items.find(({ action, target }) => action === "call.open_original" && target === id)?.detail?.reason).toBe("A complaint about what was promised");
  });

  await test.step("its words can't be selected, and the search opens and closes above it", async () => {
    await page.getByRole("button", { name: "Open original…" }).click();
    await page.getByLabel("Why you need them").fill("Checking the spelling of it");
    await page.getByRole("button", { name: "Open original", exact: true }).click();
    await page.getByText(NUMBER).dblclick();
    expect(await page.evaluate(() => window.getSelection()?.toString() ?? "")).toBe("");
    await page.keyboard.press("Control+k");
    await expect(page.getByPlaceholder(/Search people and calls/)).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByPlaceholder(/Search people and calls/)).toHaveCount(0);
    await page.getByRole("button", { name: "Close original" }).click();
    await expect(page.getByText(NUMBER)).toHaveCount(0);
  });

  await test.step("locking closes an opened original", async () => {
    await page.getByRole("button", { name: "Open original…" }).click();
    await page.getByLabel("Why you need them").fill("A second look at it");
    await page.getByRole("button", { name: "Open original", exact: true }).click();
    await expect(page.getByText(NUMBER)).toBeVisible();
    await page.keyboard.press("Control+Shift+L");
    await expect(page.getByText("Locked. Anybody with an account can sign in.")).toBeVisible();
    await expect(page.getByText(NUMBER)).toHaveCount(0);
    await signIn(page, "marcus");
    await expect(page.getByRole("button", { name: "Open original…" })).toBeVisible();
    await expect(page.getByText(NUMBER)).toHaveCount(0);
  });

  await test.step("the desk withdraws: asked first, then nothing is left, for everybody at once", async () => {
    await seen.getByRole("button", { name: "Withdraw consent" }).click();
    const sure = desk.getByRole("dialog", { name: "Withdraw consent?" });
    await expect(sure.getByRole("button", { name: "Keep consent" })).toBeFocused();
    await expect(sure.getByText(/are destroyed at once/).first()).toBeVisible();
    await desk.keyboard.press("Enter");
    await expect(sure).toHaveCount(0);
    await expect(seen.getByText("Consent given")).toBeVisible();
    await seen.getByRole("button", { name: "Withdraw consent" }).click();
    await sure.getByRole("button", { name: "Withdraw consent" }).click();
    await expect(seen.getByText("No consent", { exact: true })).toBeVisible();
    await expect(seen.getByText("Original kept")).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Open original…" })).toHaveCount(0);
    await expect(page.getByRole("region", { name: "Privacy" }).getByText("No consent", { exact: true })).toBeVisible();
    expect((await callOf(appliance, caller)).hasOriginal).toBe(false);
    expect((await appliance.ask("POST", `/calls/${id}/original`, { reason: "One more look" })).status).toBe(404);
  });

  expect(wrong.flat(), "the pages' console and network").toEqual([]);
  await desk.context().close();
  await page.context().close();
});

test("a sentence is tried without a trace, and every example shown is taken out", async ({ appliance, page }) => {
  await page.goto("/");
  await page.getByRole("heading", { name: "Needs you" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(page.getByRole("heading", { name: "Privacy", level: 1 })).toBeVisible();

  const box = page.getByLabel("A caller says");
  const kept = page.getByRole("region", { name: "What is kept" });
  await box.fill("My name is Tobias Fennimore and my number is 07700 900 361.");
  await expect(kept.getByText(/^Name/)).toBeVisible();
  await expect(kept.getByText(/^Phone/)).toBeVisible();
  await expect(kept).not.toContainText("Fennimore");
  await expect(page.getByText("2 details taken out.")).toBeVisible();
  await box.fill("Are you open on Thursday?");
  await expect(page.getByText("No personal details found.")).toBeVisible();
  await page.getByRole("button", { name: "Clear" }).click();
  await expect(kept).toContainText("It appears here as you type.");
  await page.reload();
  await expect(box).toHaveValue("");

  const rows = page.getByRole("region", { name: "What is taken out" }).getByRole("listitem");
  await expect(rows).toHaveCount(8);
  for (const text of await rows.allInnerTexts()) {
    const said = /“(.+)”/.exec(text)?.[1] ?? "";
    const { labels } = await appliance.must<{ labels: string[] }>("POST", "/privacy/try", { text: said });
    expect.soft(labels, said).toHaveLength(1);
  }
});

test("a manager changes the rules and takes it back; the desk only reads them", async ({ appliance, browser, page }) => {
  const before = await appliance.must<{ retentionDays: number; askConsent: boolean }>("GET", "/privacy");
  await page.goto("/privacy");
  const days = page.getByLabel("Days that exact words are kept");
  await expect(days).toHaveValue(String(before.retentionDays));
  await days.fill("0");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Enter a whole number of days from 1 to 3650.")).toBeVisible();
  await days.fill("14");
  await expect(page.getByText(/Exact words older than 14 days are destroyed/)).toBeVisible();
  await page.getByLabel("Voxanne asks callers").check();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Saved: rules of privacy")).toBeVisible();
  await expect.poll(() => appliance.must("GET", "/privacy")).toMatchObject({ retentionDays: 14, askConsent: true });

  const desk = await pageOf(browser, appliance, "wenda", "front_desk");
  await desk.goto("/privacy");
  await expect(desk.getByText("14 days, sealed, and only where the caller agreed")).toBeVisible();
  await expect(desk.getByRole("button", { name: "Save" })).toHaveCount(0);
  await expect(desk.getByRole("navigation", { name: "Main" }).getByText("Privacy")).toHaveCount(0);
  await desk.getByLabel("A caller says").fill("Ring me on 07700 900 361.");
  await expect(desk.getByRole("region", { name: "What is kept" }).getByText(/^Phone/)).toBeVisible();
  await desk.context().close();

  await page.getByRole("button", { name: /Undo/ }).click();
  await expect(days).toHaveValue(String(before.retentionDays));
  await expect.poll(() => appliance.must("GET", "/privacy")).toMatchObject(before);
});
