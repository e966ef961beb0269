/** Every screen in light and dark passes axe, and none scrolls sideways on a phone or a small laptop. */
import type { Page } from "@playwright/test";
import axe from "axe-core";
import { Caller } from "./support/caller.ts";
import { book, freeDay, hold, local } from "./support/diary.ts";
import { expect, test } from "./support/fixtures.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SIZES = [{ width: 390, height: 844 }, { width: 1100, height: 800 }, { width: 1440, height: 900 }];

interface Screen {
  name: string;
  path: string;
  /** There when the screen is there. */
  ready: string;
  act?: (page: Page) => Promise<void>;
}

let screens: Screen[] = [];
let onTheLine: Caller;

// Something to see on every screen: a day with an appointment and a hold, a live call, a call that is over, a need.
test.beforeAll(async ({ appliance }) => {
  const slots = await freeDay(appliance, "laser-hair-removal", 5);
  const [first, last] = [slots.at(0), slots.at(-1)];
  if (first === undefined || last === undefined) throw new Error("no free time");
  const made = await book(appliance, first, "laser-hair-removal", "Ingrid Sorrell", "+447700900351");
  await hold(appliance, last, "laser-hair-removal");
  const over = new Caller(appliance, "+447700900352");
  await over.ringsAndIsAnswered();
  await over.says("My name is Jonas Merriweather and my number is 07700 900 352.");
  await over.asks("hand_over", { reason: "Chest pain after a treatment", urgent: true });
  await over.hangsUp();
  onTheLine = new Caller(appliance, "+447700900353");
  await onTheLine.ringsAndIsAnswered();
  await onTheLine.hears("Good morning, this is Voxanne.");
  const { items } = await appliance.must<{ items: { id: string; providerCallId: string }[] }>("GET", "/calls?limit=50");
  const call = items.find(({ providerCallId }) => providerCallId === over.providerCallId);
  const live = items.find(({ providerCallId }) => providerCallId === onTheLine.providerCallId);
  if (live === undefined) throw new Error("nobody is on the line");
  await appliance.must("POST", `/calls/${live.id}/consent`, { given: true });
  await onTheLine.says("My name is Edmund Harcastle and my number is 07700 900 353.");
  const { date } = local(first.start);
  const there = "[data-cell]";
  screens = [
    { name: "Today", path: "/", ready: "#needs-you" },
    { name: "Calendar, a day", path: `/calendar?date=${date}`, ready: there },
    { name: "Calendar, a week", path: `/calendar?date=${date}&view=week&practitioner=${first.practitionerId}`, ready: there },
    { name: "an appointment", path: `/calendar?date=${date}&appointment=${made.id}`, ready: "[role=dialog]" },
    { name: "an appointment of one practitioner", path: `/calendar?date=${date}&practitioner=${first.practitionerId}&appointment=${made.id}`, ready: "[role=dialog]" },
    { name: "Calls", path: "/calls", ready: "li a" },
    { name: "a call", path: `/calls/${call?.id ?? "none"}`, ready: "#transcript" },
    { name: "a call with its original", path: `/calls/${live.id}`, ready: "#privacy" },
    { name: "withdrawing consent", path: `/calls/${live.id}`, ready: "#privacy", act: async (page) => {
      await page.getByRole("button", { name: "Withdraw consent" }).click();
      await page.getByRole("dialog").waitFor();
    } },
    { name: "an opened original", path: `/calls/${live.id}`, ready: "#privacy", act: async (page) => {
      await page.getByRole("button", { name: "Open original…" }).click();
      await page.getByLabel("Why you need them").fill("Looked at for this test");
      await page.getByRole("button", { name: "Open original", exact: true }).click();
      await page.getByText(/Closes in/).waitFor();
    } },
    { name: "Privacy", path: "/privacy", ready: "#kinds", act: async (page) => {
      await page.getByRole("button", { name: "Use an example" }).click();
      await page.getByText(/details taken out/).waitFor();
    } },
    { name: "booking", path: `/calendar?date=${date}`, ready: there, act: async (page) => {
      await page.getByRole("main").getByRole("button", { name: /^Book/ }).first().click();
      await page.getByLabel("Procedure").selectOption({ label: "Lip filler" });
      await page.getByRole("group", { name: "Times" }).waitFor();
    } },
    { name: "the keys", path: "/", ready: "#needs-you", act: async (page) => {
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
    } },
  ];
});

// The other tests begin with nobody on the line and nothing to deal with.
test.afterAll(async ({ appliance }) => {
  await onTheLine.hangsUp();
  const { items } = await appliance.must<{ items: { id: string }[] }>("GET", "/needs-you");
  for (const { id } of items) await appliance.must("POST", `/needs-you/${id}/done`);
});

async function open(page: Page, screen: Screen): Promise<void> {
  await page.goto(screen.path);
  await page.locator(screen.ready).first().waitFor();
  await screen.act?.(page);
}

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (rules) => (window as unknown as { axe: typeof axe }).axe.run(document, { runOnly: rules }), RULES);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(`axe finds nothing in ${colorScheme}`, async ({ page }) => {
      for (const screen of screens) {
        await test.step(screen.name, async () => {
          await open(page, screen);
          expect.soft(await faults(page), screen.name).toEqual([]);
        });
      }
    });
  });
}

test.describe("the door", () => {
  test.use({ signedIn: false, provoked: /status of 401/ });

  test("axe finds nothing on the sign-in page, and it fits a phone", async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto("/");
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    expect(await faults(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
  });
});

function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** How far what floats above the page lies outside the window, once it has stopped moving. */
function cutOff(page: Page): Promise<number> {
  return page.evaluate(async () => {
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null)));
    const floating = [...document.querySelectorAll("[role=dialog], [role=menu]")].map((element) => element.getBoundingClientRect());
    return Math.ceil(Math.max(0, ...floating.flatMap((box) => [-box.left, box.right - window.innerWidth])));
  });
}

for (const size of SIZES) {
  test(`nothing scrolls sideways at ${size.width}`, async ({ page }) => {
    await page.setViewportSize(size);
    for (const screen of screens) {
      // On a phone there is no week, and no keys to press.
      if (size.width < 600 && (screen.path.includes("view=week") || screen.name === "the keys")) continue;
      await test.step(screen.name, async () => {
        await open(page, screen);
        expect.soft(await sideways(page), screen.name).toBeLessThanOrEqual(0);
        expect.soft(await cutOff(page), `${screen.name}: pixels outside the window`).toBe(0);
      });
    }
  });
}
