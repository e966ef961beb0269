/**
 * What every test gets: one appliance for the run, a browser that is signed in, and a watch over the page.
 *
 * A test fails when its page logs an error, throws, or asks any other origin than the appliance; a test that provokes
 * one of these says which.
 */
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { Appliance } from "./appliance.ts";

type StorageState = Awaited<ReturnType<BrowserContext["storageState"]>>;

interface Shared {
  appliance: Appliance;
  /** A manager's session, good for the whole run. */
  session: StorageState;
}

interface Own {
  /** What may stand on the console of this test's page. */
  provoked: RegExp;
  signedIn: boolean;
}

const NOTHING = /$^/;

export const test = base.extend<Own, Shared>({
  appliance: [
    async ({}, use) => {
      const appliance = await Appliance.begin();
      await use(appliance);
      await appliance.end();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  session: [
    async ({ appliance }, use) => {
      const link = new URL(appliance.signIn).hash.replace("#link=", "");
      const answer = await fetch(`${appliance.base}/api/session`, {
        method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ link }),
      });
      const [name, value] = (answer.headers.getSetCookie()[0] ?? "").split(";")[0]?.split("=") ?? [];
      if (!answer.ok || name === undefined || value === undefined) throw new Error(`signing in: ${answer.status}`);
      await use({
        cookies: [{ name, value, domain: "127.0.0.1", path: "/", expires: -1, httpOnly: true, secure: false, sameSite: "Strict" }],
        origins: [],
      });
    },
    { scope: "worker" },
  ],
  provoked: [NOTHING, { option: true }],
  signedIn: [true, { option: true }],
  baseURL: async ({ appliance }, use) => use(appliance.base),
  storageState: async ({ session, signedIn }, use) => use(signedIn ? session : undefined),
  page: async ({ page, appliance, provoked }, use) => {
    const wrong = watch(page, appliance.base, provoked);
    await use(page);
    expect(wrong, "the page's console and network").toEqual([]);
  },
});

export { expect };

/** Collects what a page should not do. */
export function watch(page: Page, origin: string, provoked = NOTHING): string[] {
  const wrong: string[] = [];
  page.on("console", (message) => {
    const text = `${message.text()} (${message.location().url})`;
    if (["error", "warning"].includes(message.type()) && !provoked.test(text)) wrong.push(text);
  });
  page.on("pageerror", (error) => wrong.push(`thrown: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`) && !/^(data|blob):/.test(request.url())) wrong.push(`asked ${request.url()}`);
  });
  return wrong;
}
