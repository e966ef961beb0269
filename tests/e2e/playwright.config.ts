/**
 * Real flows in a real browser against the real appliance; no stand-in for either.
 *
 * The appliance is the program that CALLWAITING_BIN names. The browser is Debian's Chromium where there is one, else
 * Playwright's own. One worker: a second appliance and browser would only slow both down on the two cores of a CI host.
 */
import { defineConfig } from "@playwright/test";
import { existsSync } from "node:fs";

const debian = "/usr/bin/chromium";

export default defineConfig({
  testDir: ".",
  outputDir: "out/results",
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  globalTimeout: 14 * 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    headless: true,
    viewport: { width: 1440, height: 900 },
    // Not the clinic's: a screen that shows the browser's zone or language instead of the clinic's is wrong.
    timezoneId: "America/Denver",
    locale: "en-US",
    colorScheme: "light",
    reducedMotion: "reduce",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: existsSync(debian) ? debian : undefined,
      // Without these Chromium looks for its maker's hosts at every start.
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
      ],
    },
  },
});
