// The moments that the screenshots show, as the development server plays them.
const every = ["wide", "mid", "pad", "phone", "tiny"];
const press = (keys) => async (page) => { for (const key of keys) await page.keyboard.press(key); };
const booking = async (page) => {
  await page.keyboard.press("b");
  await page.getByLabel("Procedure").selectOption({ label: "Lip filler" });
  await page.getByRole("group", { name: "Times" }).waitFor();
};
export const scenes = [
  { name: "today", path: "/", sizes: every, wait: "#needs-you" },
  { name: "need", path: "/", wait: "#needs-you", act: async (page) => { await page.locator("[data-act]").first().click(); } },
  { name: "calendar", path: "/calendar", sizes: every, wait: "[data-cell]" },
  { name: "week", path: "/calendar?view=week&practitioner=d-achebe", sizes: ["wide", "mid", "pad"], wait: "[role=grid] [data-cell]" },
  { name: "appointment", path: "/calendar?appointment=a6", sizes: ["wide", "phone", "tiny"], wait: "[data-cell]" },
  { name: "free", path: "/calendar", wait: "[data-cell]", act: async (page) => { await page.getByRole("gridcell", { name: "Book 12:30" }).last().focus(); await page.keyboard.press("ArrowDown"); } },
  { name: "book", path: "/calendar", sizes: ["wide", "phone", "tiny"], wait: "[data-cell]", act: booking },
  { name: "claimed", path: "/calendar", sizes: ["wide", "phone", "tiny"], wait: "[data-cell]", act: async (page) => {
    await booking(page);
    await page.getByRole("group", { name: "Times" }).getByRole("button").nth(2).click();
    await page.getByRole("button", { name: "Change" }).waitFor();
    await page.locator("[data-who]").fill("ha");
    await page.getByRole("listbox", { name: "Contacts" }).getByText("Leila Haddadi").waitFor();
  } },
  { name: "fresh", path: "/calendar", sizes: ["wide"], wait: "[data-cell]", act: async (page) => {
    await booking(page);
    await page.locator("[data-who]").fill("Rosa Delgado");
    await page.getByText("New contact: Rosa Delgado").click();
    await page.getByLabel("Phone", { exact: true }).fill("12");
    await page.keyboard.press("Tab");
  } },
  { name: "refused", path: "/calendar", wait: "[data-cell]", act: async (page) => {
    await booking(page);
    await page.getByRole("button", { name: "16:30" }).click();
    await page.getByText("These are free").waitFor();
  } },
  { name: "move", path: "/calendar?appointment=a6", wait: "[data-cell]", act: async (page) => {
    await page.keyboard.press("m");
    await page.getByRole("group", { name: "Times" }).waitFor();
    await page.getByRole("group", { name: "Times" }).getByRole("button").nth(1).click();
  } },
  { name: "call", path: "/calls/k2", sizes: every, wait: "#transcript" },
  { name: "live-call", path: "/calls/k1", sizes: ["wide"], wait: "#transcript" },
  { name: "privacy", path: "/privacy", sizes: every, wait: "#kinds" },
  { name: "calls", path: "/calls", sizes: every, wait: "li a" },
  { name: "calls-none", path: "/calls?q=zzz", wait: "h1" },
  { name: "palette", path: "/", sizes: ["wide", "phone", "tiny"], wait: "#needs-you", act: async (page) => { await page.keyboard.press("Control+k"); await page.keyboard.type("le"); await page.waitForTimeout(400); } },
  { name: "person", path: "/", wait: "#needs-you", act: async (page) => { await page.keyboard.press("Control+k"); await page.keyboard.type("leila"); await page.waitForTimeout(500); await page.keyboard.press("Enter"); await page.getByText("Known since").waitFor(); } },
  { name: "keys", path: "/", sizes: ["wide", "phone", "tiny"], wait: "#needs-you", act: press(["?"]) },
  { name: "line", path: "/", wait: "#needs-you", act: async (page) => { await page.getByRole("button", { name: /^Practice No real/ }).click(); } },
  { name: "practice", path: "/", wait: "#needs-you", act: async (page) => { await page.getByRole("button", { name: "Practice call" }).click(); await page.getByText("An emergency").waitFor(); } },
  { name: "person-menu", path: "/", wait: "#needs-you", act: async (page) => { await page.getByRole("button", { name: /Front desk/ }).click(); } },
  { name: "holds", path: "/calendar", sizes: ["mid"], wait: "[data-cell]", act: async (page) => { await page.getByRole("button", { name: /Month and holds/ }).click(); } },
  { name: "lost", path: "/", sizes: ["wide", "phone", "tiny"], wait: "#needs-you", act: async (page) => { await page.request.post(new URL("/api/__cut", page.url()).href); await page.getByText("No connection to the appliance.").waitFor(); } },
  { name: "sign-in", path: "/", sizes: ["wide", "phone", "tiny"], before: async (page) => { await page.route("**/api/session", (route) => route.fulfill({ status: 401, json: { code: "unauthorized", message: "", requestId: "r" } })); }, wait: "form" },
  { name: "failed", path: "/", before: async (page) => { await page.route("**/today", (route) => route.fulfill({ status: 500, json: { code: "internal", message: "", requestId: "r-1" } })); }, wait: "[role=alert]" },
];
