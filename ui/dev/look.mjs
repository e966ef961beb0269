// Takes pictures of the screens, and runs axe on each: node dev/look.mjs [name…] [--axe] [--out DIR]
// Wants the UI on http://127.0.0.1:5173 (npm run dev, with npm run fake beside it).
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { scenes } from "./scenes.mjs";

const args = process.argv.slice(2);
const outAt = args.indexOf("--out");
const out = outAt >= 0 ? args.splice(outAt, 2)[1] : "/tmp/callwaiting-look";
const withAxe = args.includes("--axe");
const only = args.filter((one) => !one.startsWith("--"));
mkdirSync(out, { recursive: true });

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const base = process.env.LOOK_AT ?? "http://127.0.0.1:5173";
const sizes = { wide: [1440, 900], mid: [1100, 800], pad: [700, 900], phone: [390, 844], tiny: [320, 640] };
let violations = 0;
for (const scene of scenes) {
  if (only.length > 0 && !only.some((name) => scene.name.startsWith(name))) continue;
  for (const theme of scene.themes ?? ["light", "dark"]) {
    for (const size of scene.sizes ?? ["wide"]) {
      const [width, height] = sizes[size];
      const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, timezoneId: "America/Denver", locale: "en-US", reducedMotion: "reduce", hasTouch: size === "phone" || size === "tiny" });
      const page = await context.newPage();
      const name = `${scene.name}-${theme}-${size}`;
      page.on("pageerror", (error) => console.log(`${name}: page error: ${error.message}`));
      page.on("console", (message) => { if (["error", "warning"].includes(message.type()) && !/status of [45]|Failed to load|ERR_INTERNET/.test(message.text())) console.log(`${name}: ${message.text().slice(0, 160)}`); });
      await page.request.post(`${base}/api/__reset`);
      if (scene.before) await scene.before(page);
      await page.goto(base + scene.path);
      try {
        await page.waitForSelector(scene.wait ?? "h1", { timeout: 8000 });
        if (scene.act) await scene.act(page, size);
      } catch (error) { console.log(`${name}: ${error.message.split("\n")[0]}`); }
      await page.waitForTimeout(350);
      await page.screenshot({ path: `${out}/${name}.png` });
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      if (sideways) console.log(`${name}: scrolls sideways`);
      if (withAxe) {
        await page.evaluate(axe);
        const result = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
        for (const { id, nodes } of result.violations) {
          violations += nodes.length;
          for (const node of nodes.slice(0, 4)) console.log(`${name}: axe ${id}: ${node.html.slice(0, 170)}\n    ${node.failureSummary.split("\n").slice(1, 3).join(" ").slice(0, 260)}`);
        }
      }
      await context.close();
    }
  }
}
await browser.close();
console.log(withAxe ? `${violations} axe violations` : "done");
if (violations > 0) process.exit(1);
