// A stand-in for the appliance: in memory, on one port, for `npm run dev` and for looking at screens.
// FAKE_STILL=1 keeps the live calls as they are; FAKE_SIGNED_OUT=1 starts at the sign-in page.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname } from "node:path";
import * as data from "./fixtures.mjs";
import { privacyOf, privacyRoute } from "./privacy.mjs";
import { play } from "./script.mjs";

const port = Number(process.env.FAKE_PORT ?? 8787);
const startedAt = Date.now();
// Still: the morning stands, so that a picture taken later shows the same.
const now = () => (process.env.FAKE_STILL === undefined ? data.NOW + Date.now() - startedAt : data.NOW);
const iso = (ms) => new Date(ms).toISOString();

const state = {};
function reset() {
  Object.assign(state, structuredClone({ ...data, appointment: null, turn: null }));
  Object.assign(state, {
  signedIn: process.env.FAKE_SIGNED_OUT === undefined,
  empty: process.env.FAKE_EMPTY !== undefined,
  partials: { k1: { speaker: "caller", text: "It’s spelled [REDACTED_NAME] with one L, and I do take [REDACTED_MEDICAL], is that" }, k0: { speaker: "voxanne", text: "Liquid rhinoplasty is from three hundred and ninety pounds. Most people go back to work the same day" } },
  done: new Map(),
  });
  if (state.empty) Object.assign(state, { appointments: [], holds: [], calls: [], needs: [], contacts: [] });
}
reset();

const staff = { clinicId: "linden", staff: { id: "s1", name: "Yvette Marlowe", username: "yvette" }, role: process.env.FAKE_ROLE ?? "front_desk", csrfToken: "csrf", expiresAt: iso(data.NOW + 8 * 3600e3) };

let cursor = 100;
const streams = new Set();
let cutUntil = 0;
const log = [];
function emit(event, body, resumable = true) {
  const id = resumable ? ++cursor : null;
  const text = `${id === null ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(body)}\n\n`;
  if (id !== null) log.push({ id, text });
  for (const stream of streams) stream.write(text);
}

const page = (items, query) => {
  const from = Number(query.get("cursor") ?? 0);
  const limit = Number(query.get("limit") ?? 50);
  return { items: items.slice(from, from + limit), total: items.length, nextCursor: from + limit < items.length ? String(from + limit) : null };
};
const overlaps = (a, b) => Date.parse(a.start) < Date.parse(b.end) && Date.parse(b.start) < Date.parse(a.end);
const liveHolds = () => state.holds.filter((hold) => Date.parse(hold.expiresAt) > now());
const busy = (practitionerId, span, except) =>
  [...state.appointments.filter((a) => a.status === "booked"), ...liveHolds()].some((b) => b.id !== except && b.practitionerId === practitionerId && overlaps(span, b));

function slots(query) {
  const found = [];
  const procedure = state.procedures.find((p) => p.id === query.get("procedureId"));
  if (!procedure) return found;
  for (let day = Date.parse(`${query.get("from").slice(0, 10)}T00:00:00Z`); day < Date.parse(`${query.get("to").slice(0, 10)}T00:00:00Z`); day += 86400e3) {
    const date = iso(day).slice(0, 10);
    const weekday = (new Date(day).getUTCDay() + 6) % 7 + 1;
    for (const doctor of state.practitioners) {
      if (!doctor.procedureIds.includes(procedure.id)) continue;
      if (query.get("practitionerId") && query.get("practitionerId") !== doctor.id) continue;
      for (const hours of doctor.weeklyHours.filter((h) => h.weekday === weekday)) {
        const end = Date.parse(`${date}T${hours.to}:00Z`);
        for (let start = Date.parse(`${date}T${hours.from}:00Z`); start + procedure.minutes * 60e3 <= end; start += 15 * 60e3) {
          const span = { start: iso(start), end: iso(start + procedure.minutes * 60e3) };
          const closed = doctor.exceptions.some((x) => x.date === date && (x.from === null || overlaps(span, { start: `${date}T${x.from}:00Z`, end: `${date}T${x.to}:00Z` })));
          if (start > now() && !closed && !busy(doctor.id, span)) found.push({ id: `${doctor.id}|${span.start}`, ...span, practitionerId: doctor.id });
        }
      }
    }
  }
  return found.sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
}

const liveCalls = () => state.calls.filter((c) => c.live);
const today = () => ({
  date: data.DAY,
  needsYou: state.needs.filter((n) => !state.done.has(n.id)),
  live: liveCalls().map((call) => ({ call, turns: (state.turns[call.id] ?? []).slice(-12), partial: state.partials[call.id] ?? null, hold: liveHolds().find((h) => h.callId === call.id) ?? null })),
  appointments: state.appointments.filter((a) => a.start.startsWith(data.DAY) && a.status === "booked").sort((a, b) => a.start.localeCompare(b.start)),
  holds: liveHolds().filter((h) => h.start.startsWith(data.DAY)),
  since: state.empty ? { from: "2026-11-23T18:00:00Z", answered: 0, booked: 0, wonBack: 0, missed: 0 } : { from: "2026-11-23T18:00:00Z", answered: 14, booked: 5, wonBack: 2, missed: 0 },
  nextFree: state.empty ? null : { start: "2026-11-24T11:15:00Z", practitionerName: "Dr Wren" },
});

function fail(status, code, extra = {}) {
  return { status, body: { code, message: code, requestId: "req-7f3a", ...extra } };
}

function clinicRoute(method, path, query, body) {
  const key = `${method} ${path}`;
  if (process.env.FAKE_FAIL === path) return fail(500, "internal");
  if (key === "GET /clinic") return { ...state.clinic, practice: process.env.FAKE_REAL === undefined, now: iso(now()) };
  if (key === "GET /line") return { state: process.env.FAKE_LINE ?? (process.env.FAKE_REAL === undefined ? "practice" : "open"), since: iso(data.NOW - 8 * 3600e3), caughtUpAt: iso(data.NOW - 20e3), live: liveCalls().length, detail: "" };
  if (key === "GET /today") return today();
  const privacy = privacyRoute(key, body, (id) => state.turns[id] ?? [], emit);
  if (privacy !== undefined) return privacy;
  if (key === "GET /procedures") return page(state.procedures, query);
  if (key === "GET /practitioners") return page(state.practitioners, query);
  if (key === "GET /holds") return { items: liveHolds() };
  if (key === "GET /slots") return { slots: slots(query) };
  if (key === "GET /appointments") {
    return page(state.appointments.filter((a) => (!query.get("from") || Date.parse(a.start) >= Date.parse(query.get("from"))) && (!query.get("to") || Date.parse(a.start) < Date.parse(query.get("to")))
      && (!query.get("practitionerId") || a.practitionerId === query.get("practitionerId")) && (!query.get("contactId") || a.contact.id === query.get("contactId")) && (!query.get("status") || a.status === query.get("status"))), query);
  }
  if (key === "GET /calls") {
    const q = (query.get("q") ?? "").toLowerCase();
    return page(state.calls.filter((c) => (!query.get("status") || c.status === query.get("status")) && (q === "" || `${c.who} ${c.reason}`.toLowerCase().includes(q))).sort((a, b) => b.startedAt.localeCompare(a.startedAt)), query);
  }
  const oneCall = /^GET \/calls\/(.+)$/.exec(key);
  if (oneCall) {
    const call = state.calls.find((c) => c.id === oneCall[1]);
    if (!call) return fail(404, "not_found");
    const turns = state.turns[call.id] ?? [];
    return { ...call, turns, timeline: state.timelines[call.id] ?? [], hold: liveHolds().find((h) => h.callId === call.id) ?? null, appointment: state.appointments.find((a) => a.callId === call.id) ?? null,
      redactions: turns.reduce((sum, t) => sum + (t.text.match(/\[REDACTED/g) ?? []).length, 0), cost: call.live ? null : { total: { amountMinor: 34, currency: "GBP" } }, ...privacyOf(call, turns) };
  }
  if (key === "GET /contacts") return page(state.contacts.filter((c) => `${c.name} ${c.phone} 0${c.phone.slice(3)}`.toLowerCase().includes((query.get("q") ?? "").toLowerCase())), query);
  const oneContact = /^GET \/contacts\/(.+)$/.exec(key);
  if (oneContact) return state.contacts.find((c) => c.id === oneContact[1]) ?? fail(404, "not_found");
  if (key === "POST /booking/claim-slot") {
    const procedure = state.procedures.find((p) => p.id === body.procedureId);
    const doctor = state.practitioners.find((p) => p.id === body.practitionerId);
    const start = Date.parse(body.slotStart);
    const span = { start: iso(start), end: iso(start + procedure.minutes * 60e3) };
    if (start < now()) return fail(422, "slot_in_past");
    // 16:30 is always lost to somebody else, so that the way out of it can be seen.
    if (busy(doctor.id, span) || span.start.endsWith("T16:30:00.000Z")) {
      const asked = new URLSearchParams({ procedureId: procedure.id, from: span.start.slice(0, 10), to: iso(start + 3 * 86400e3).slice(0, 10) });
      const alternatives = slots(asked).filter((s) => s.start !== span.start).slice(0, 3).map((s) => ({ ...s, practitionerName: state.practitioners.find((p) => p.id === s.practitionerId).name }));
      return fail(409, "slot_taken", { alternatives, say: "" });
    }
    const life = Number(process.env.FAKE_HOLD_SECONDS ?? 90);
    const hold = { id: `h${Date.now()}`, kind: "live", practitionerId: doctor.id, practitionerName: doctor.name, procedureId: procedure.id, procedureName: procedure.name, ...span,
      expiresAt: iso(now() + life * 1000), renewedAt: iso(now()), totalSeconds: life, callId: null, who: "Front desk", live: false };
    state.holds.push(hold);
    emit("hold.changed", { holdId: hold.id });
    return { holdId: hold.id, expiresAt: hold.expiresAt };
  }
  if (key === "POST /booking/confirm") {
    const hold = liveHolds().find((h) => h.id === body.holdId);
    if (!hold) return fail(409, "hold_expired");
    let contact = state.contacts.find((c) => c.id === body.contact.id);
    if (!contact) state.contacts.unshift((contact = { id: `c${Date.now()}`, name: body.contact.name, phone: body.contact.phone ?? null, email: null, dateOfBirth: null, createdAt: iso(now()), lastCallAt: null }));
    state.holds = state.holds.filter((h) => h.id !== hold.id);
    const made = { ...data.appointment("09:00", hold.practitionerId, hold.procedureId, contact.id), start: hold.start, end: hold.end, contact: { id: contact.id, name: contact.name }, confirmedBy: "staff", createdAt: iso(now()) };
    state.appointments.push(made);
    emit("hold.changed", { holdId: hold.id });
    emit("appointment.changed", { appointmentId: made.id });
    return made;
  }
  if (key === "POST /booking/release") {
    state.holds = state.holds.filter((h) => h.id !== body.holdId);
    emit("hold.changed", { holdId: body.holdId });
    return { status: 204 };
  }
  const change = /^PATCH \/appointments\/(.+)$/.exec(key);
  if (change) {
    const found = state.appointments.find((a) => a.id === change[1]);
    if (!found) return fail(404, "not_found");
    if (body.start) {
      const length = Date.parse(found.end) - Date.parse(found.start);
      const span = { start: iso(Date.parse(body.start)), end: iso(Date.parse(body.start) + length) };
      const doctor = state.practitioners.find((p) => p.id === (body.practitionerId ?? found.practitionerId));
      if (busy(doctor.id, span, found.id)) return fail(409, "slot_taken", { alternatives: [] });
      Object.assign(found, span, { practitionerId: doctor.id, practitionerName: doctor.name });
    } else Object.assign(found, body);
    emit("appointment.changed", { appointmentId: found.id });
    return found;
  }
  const need = /^POST \/needs-you\/(.+)\/(done|undo)$/.exec(key);
  if (need) {
    if (need[2] === "done") state.done.set(need[1], true);
    else state.done.delete(need[1]);
    emit("needs.changed", {});
    return { status: 204 };
  }
  if (key === "GET /practice/scenarios") return { items: state.scenarios };
  if (key === "POST /practice/play") return { status: 202, body: { callId: play(state, emit, now) } };
  return fail(404, "not_found");
}

function route(method, url, body) {
  const { pathname, searchParams } = url;
  if (pathname === "/api/__reset") { reset(); cutUntil = 0; return { status: 204 }; }
  if (pathname === "/api/__cut") { cutUntil = Date.now() + 6000; for (const stream of streams) stream.end(); return { status: 204 }; }
  if (pathname === "/api/clinics") return [{ id: "linden", name: state.clinic.name, practice: true }];
  if (pathname === "/api/session") {
    if (method === "DELETE") { state.signedIn = false; return { status: 204 }; }
    if (method === "POST") {
      if (body.link === undefined && body.password !== "practice") return fail(401, "unauthorized");
      state.signedIn = true;
      return staff;
    }
    return state.signedIn ? staff : fail(401, "unauthorized");
  }
  if (!state.signedIn) return fail(401, "unauthorized");
  const inside = /^\/api\/clinics\/linden(\/.*)$/.exec(pathname);
  return inside ? clinicRoute(method, inside[1], searchParams, body) : fail(404, "not_found");
}

// The production build under the appliance's own content security policy, to see that it holds.
const POLICY = "default-src 'self'; img-src 'self' data:; font-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self' ipc: http://ipc.localhost";
const KINDS = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
function serveBuild(path, response) {
  const dist = new URL("../dist", import.meta.url).pathname;
  const file = extname(path) !== "" && existsSync(dist + path) ? dist + path : `${dist}/index.html`;
  response.writeHead(200, { "content-type": KINDS[extname(file)] ?? "application/octet-stream", "content-security-policy": POLICY });
  response.end(readFileSync(file));
}

const server = createServer((request, response) => {
  const url = new URL(request.url, "http://fake");
  if (!url.pathname.startsWith("/api/")) {
    serveBuild(url.pathname, response);
    return;
  }
  if (url.pathname.endsWith("/events") && Date.now() < cutUntil) {
    response.destroy();
    return;
  }
  if (url.pathname.endsWith("/events") && state.signedIn) {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(`id: ${cursor}\nevent: hello\ndata: ${JSON.stringify({ cursor: String(cursor) })}\n\n`);
    const since = Number(request.headers["last-event-id"] ?? url.searchParams.get("cursor") ?? cursor);
    for (const entry of log.filter((one) => one.id > since)) response.write(entry.text);
    streams.add(response);
    request.on("close", () => streams.delete(response));
    return;
  }
  let text = "";
  request.on("data", (part) => (text += part));
  request.on("end", () => {
    const answer = route(request.method, url, text === "" ? {} : JSON.parse(text));
    const shaped = typeof answer.status === "number" ? answer : { status: 200, body: answer };
    response.writeHead(shaped.status, { "content-type": "application/json" });
    response.end(shaped.body === undefined ? "" : JSON.stringify(shaped.body));
  });
});
server.listen(port, "127.0.0.1", () => console.log(`fake appliance on http://127.0.0.1:${port}`));
if (process.env.FAKE_STILL === undefined && !state.empty) setTimeout(() => play(state, emit, now), 4000);
