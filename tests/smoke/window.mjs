/**
 * One run of the real window, from outside: it opens signed in, a practice call arrives by itself and grows, its
 * appointment stands in the calendar; closing leaves it running, a second start brings it back, quitting is clean.
 *
 *   node window.mjs FOLDER-FOR-PICTURES
 */
import { By } from "selenium-webdriver";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DrivenWindow, until } from "./driven.mjs";

const pictures = process.argv[2];
const began = Date.now();
const said = (what) => console.log(`  ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${what}`);

const driven = new DrivenWindow();
try {
  await run(driven);
  console.log("The window does what it should.");
} catch (error) {
  console.error(`The window failed: ${error.stack}`);
  try {
    driven.picture(join(pictures, "failed.png"));
  } catch { /* There may be nothing to take a picture of. */ }
  console.error(driven.log.slice(-40).join("\n"));
  process.exitCode = 1;
} finally {
  await driven.end();
}

async function run(window) {
  const driver = await window.open();
  const text = async (css) => {
    try {
      return await driver.findElement(By.css(css)).getText();
    } catch {
      return "";
    }
  };
  const page = () => text("body");
  const click = async (by) => {
    await until(`something to click: ${by}`, async () => {
      try {
        await driver.findElement(by).click();
        return true;
      } catch {
        return false;
      }
    }, 20_000);
  };

  await until("Today", async () => /Needs you/.test(await page()), 30_000);
  await until("the window is shown", () => window.isShown());
  said("the window opened and is signed in: Today");
  if (process.env.CALLWAITING_SMOKE_KEYCHAIN) {
    assert.ok(window.log.some((line) => line.includes("keys come from the system's keychain")), "the keychain holds the keys");
    assert.ok(!existsSync(join(process.env.CALLWAITING_DATA, "appliance.key")), "no key lies in the data folder");
    said("its keys are in the keychain");
  }
  assert.equal(await driver.executeScript("return document.cookie"), "", "the page has no cookie");
  assert.ok(!(await driver.getCurrentUrl()).includes("link="), "the link is not in the address");
  assert.match(await page(), /Practice/, "the line says that this is practice");

  const words = "[aria-label='Words of the call']";
  await until("a practice call", async () => (await text(words)) !== "", 60_000);
  const first = await text(words);
  said("a practice call arrived by itself");
  await until("more words", async () => (await text(words)).length > first.length + 40, 60_000);
  said("its transcript grew");
  window.picture(join(pictures, "today.png"));

  await click(By.css("[data-live-call]"));
  await until("the booking", async () => /What was booked/.test(await page()), 120_000);
  said("the call ended in a booking");
  window.picture(join(pictures, "call.png"));
  await click(By.xpath("//a[contains(., 'Open appointment')]"));
  const details = "[role=dialog][aria-label=Appointment]";
  await until("the appointment in the calendar", async () => /Booked by Voxanne/.test(await text(details)), 20_000);
  assert.ok((await driver.findElements(By.css("[data-appointment]"))).length > 0);
  said("its appointment stands in the calendar");
  window.picture(join(pictures, "calendar.png"));

  window.pressClose();
  await until("the window is out of sight", () => !window.isShown());
  assert.match(await page(), /Voxanne/, "the page is still there");
  said("the close button puts it out of sight, and it goes on running");
  assert.equal(await window.startAgain(), 0);
  await until("the window is back", () => window.isShown());
  said("a second start brought it back");

  await driver.executeScript("location.href = 'https://example.com/'");
  await until("the refusal of another page", () => window.log.some((line) => line.includes("another page was refused")));
  assert.ok((await driver.getCurrentUrl()).startsWith("tauri://localhost/"), "no other page opens in it");
  said("another page does not open in it");

  const took = await window.quit();
  assert.ok(window.log.some((line) => line.includes("stopped")), "the appliance stopped in order");
  assert.ok(!existsSync(join(process.env.CALLWAITING_DATA, "running.json")), "nothing says that it still runs");
  said(`asked to end, it ended after ${took} ms`);
}
