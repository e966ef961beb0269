/** Free times, bookings and holds by the API: what a test finds or puts there before it looks at a screen. */
import type { Appliance } from "./appliance.ts";

export interface Slot {
  id: string;
  start: string;
  end: string;
  practitionerId: string;
}

export interface Appointment {
  id: string;
  start: string;
  status: string;
  practitionerId: string;
  contact: { id: string; name: string };
}

export const ZONE = "Europe/London";

/** `2026-11-23` and `09:00` of an instant, in the clinic's zone. */
export function local(instant: string): { date: string; time: string } {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).formatToParts(new Date(instant));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return { date: `${part("year")}-${part("month")}-${part("day")}`, time: `${part("hour")}:${part("minute")}` };
}

const DAY_MS = 86_400_000;

/** The first day from tomorrow on with at least `count` free times of one practitioner; those times. */
export async function freeDay(appliance: Appliance, procedureId: string, count = 6, notBefore = 1): Promise<Slot[]> {
  const day = (ahead: number) => local(new Date(Date.now() + ahead * DAY_MS).toISOString()).date;
  const { slots } = await appliance.must<{ slots: Slot[] }>(
    "GET", `/slots?procedureId=${procedureId}&from=${day(notBefore)}&to=${day(notBefore + 30)}`);
  const days = new Map<string, Slot[]>();
  for (const slot of slots) {
    const key = `${local(slot.start).date} ${slot.practitionerId}`;
    days.set(key, [...(days.get(key) ?? []), slot]);
  }
  const found = [...days.values()].find((times) => times.length >= count);
  if (found === undefined) throw new Error(`no day has ${count} free times for ${procedureId}`);
  return found;
}

export async function hold(appliance: Appliance, slot: Slot, procedureId: string): Promise<string> {
  const { holdId } = await appliance.must<{ holdId: string }>("POST", "/booking/claim-slot", {
    slotStart: slot.start, practitionerId: slot.practitionerId, procedureId,
  });
  return holdId;
}

export async function book(appliance: Appliance, slot: Slot, procedureId: string, name: string, phone: string): Promise<Appointment> {
  const holdId = await hold(appliance, slot, procedureId);
  return appliance.must<Appointment>("POST", "/booking/confirm", { holdId, contact: { name, phone } });
}

export async function appointment(appliance: Appliance, id: string, day: string): Promise<Appointment | undefined> {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  const { items } = await appliance.must<{ items: Appointment[] }>("GET", `/appointments?from=${day}&to=${next}&limit=500`);
  return items.find((one) => one.id === id);
}
