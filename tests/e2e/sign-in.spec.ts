/** Getting in and out: the one-time link, a password, locking and switching the person. */
import { PASSWORD } from "./support/appliance.ts";
import { expect, test } from "./support/fixtures.ts";

test.use({ signedIn: false, provoked: /status of 401/ });

test("a link signs in once, and stays neither in the address nor in the history", async ({ appliance, page }) => {
  const { signIn } = await appliance.addPerson({ username: "priya", name: "Priya Raman", role: "manager" }, false);
  if (signIn === null) throw new Error("no link came back");

  await page.goto(signIn);
  await expect(page.getByRole("heading", { name: "Needs you" })).toBeVisible();
  await expect(page.getByText("Priya Raman").first()).toBeVisible();
  expect(page.url()).not.toContain("link=");

  // The same link in a browser that is not signed in.
  await page.context().clearCookies();
  await page.goto("about:blank");
  await page.goto(signIn);
  await expect(page.getByText("That sign-in link was used before or is too old.", { exact: false })).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
});

test("a wrong password says so, the right one opens Today, locking closes it, somebody else takes over", async ({ appliance, page }) => {
  await appliance.addPerson({ username: "ruth", name: "Ruth Hallam", role: "front_desk" }, true);
  await appliance.addPerson({ username: "owen", name: "Owen Pryce", role: "manager" }, true);
  const signIn = async (username: string, password: string) => {
    await page.getByLabel("User name").fill(username);
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
  };

  await page.goto("/");
  await expect(page.getByText("Elm Court Clinic")).toBeVisible();
  await signIn("ruth", "not-her-password");
  await expect(page.getByText("User name or password is not right.")).toBeVisible();
  await expect(page.getByLabel("Password")).toHaveValue("");

  await signIn("ruth", PASSWORD);
  await expect(page.getByRole("button", { name: /Ruth Hallam/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Needs you" })).toBeVisible();

  await page.keyboard.press("Control+Shift+L");
  await expect(page.getByText("Locked. Anybody with an account can sign in.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Needs you" })).toHaveCount(0);
  // The session has ended on the appliance too: a reload does not bring it back.
  await page.reload();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();

  await signIn("owen", PASSWORD);
  await expect(page.getByRole("button", { name: /Owen Pryce/ })).toBeVisible();
  await page.getByRole("button", { name: /Owen Pryce/ }).click();
  await page.getByRole("menuitem", { name: /Lock or switch person/ }).click();
  await expect(page.getByText("Locked. Anybody with an account can sign in.")).toBeVisible();
});

test("IT lands on the appliance's own page, and sees no patient", async ({ appliance, page }) => {
  await appliance.addPerson({ username: "iris", name: "Iris Novak", role: "it_admin" }, true);
  const asked: string[] = [];
  page.on("response", (answer) => { if (answer.status() === 403) asked.push(answer.url()); });
  await page.goto("/");
  await page.getByLabel("User name").fill("iris");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.keyboard.press("Enter");

  await expect(page.getByRole("heading", { name: "Appliance" })).toBeVisible();
  await expect(page.getByText("In service")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "iris, " })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Audit log" })).toBeVisible();
  await expect(page.getByRole("link", { name: /Calls|Calendar|Today/ })).toHaveCount(0);
  expect(asked, "the page asked for what IT may not read").toEqual([]);
});
