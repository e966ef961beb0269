/** The product's words for what the appliance says in codes. */
import type { CallOutcome, CallStatus, ErrorCode, LineState, Role } from "@/api/types";

export const ROLE: Record<Role, string> = {
  front_desk: "Front desk",
  manager: "Manager",
  it_admin: "IT",
};

export const LINE: Record<LineState, { title: string; clause: string }> = {
  open: { title: "Line open", clause: "Voxanne is answering" },
  practice: { title: "Practice", clause: "No real caller can reach this clinic" },
  catching_up: { title: "Catching up", clause: "Reading what came while we were away" },
  no_way_in: { title: "No way in", clause: "Calls go to the desk phone" },
  offline: { title: "Offline", clause: "Calls go to the desk phone" },
};

export const STATUS: Record<CallStatus, string> = {
  ringing: "Ringing",
  in_progress: "On the line",
  completed: "Completed",
  abandoned: "Hung up early",
  follow_up_sent: "Texted",
  recovered: "Won back",
  expired: "Not won back",
  failed: "Failed",
};

export const OUTCOME: Record<CallOutcome, string> = {
  booked: "Booked",
  enquiry: "Enquiry",
  handed_over: "Handed over",
  emergency: "Emergency",
  abandoned: "Hung up early",
  not_reached: "Not reached",
};

/** What went wrong and what to do, for the codes a person at the desk can meet. */
export const FAILURE: { [code in ErrorCode | "network"]?: string } = {
  network: "The appliance did not answer. Nothing was changed.",
  forbidden: "Your role may not do this. A manager can.",
  rate_limited: "Too many tries in a short time. Wait a minute.",
  locked_out: "Too many wrong passwords. This account opens again in a few minutes.",
  not_found: "This is no longer there.",
  slot_taken: "That time has just been taken.",
  slot_unavailable: "That time is not free.",
  slot_in_past: "That time has passed.",
  procedure_not_offered: "This practitioner does not do this procedure.",
  hold_expired: "The hold ran out before the booking was confirmed.",
  hold_ended: "The hold has already ended.",
  version_conflict: "Somebody else changed this a moment ago. It now shows the newest version.",
  store_full: "The clinic PC's disk is full, so nothing new can be kept. Ask IT to make room.",
  store_unavailable: "The clinic's database cannot be reached. Ask IT.",
  read_only: "The clinic's data is read-only right now. Ask IT.",
  not_practice: "Practice calls can only be played in a practice clinic.",
};

export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => !/^(dr|miss|ms|mrs|mr|nurse|prof)\.?$/i.test(word));
  const first = words[0]?.[0] ?? "";
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** How long a text is without the space around it, in characters, as the appliance counts them. */
export function lengthOf(text: string): number {
  return Array.from(text.trim()).length;
}

/** A contact's name, or what stands for it where nobody has given one. */
export function contactName(contact: { name: string | null; phone: string | null }): string {
  if (contact.name !== null) return contact.name;
  return contact.phone === null ? "Name not given" : `Caller ending ${contact.phone.slice(-3)}`;
}

/** +447700900218 as a person reads it: 07700 900 218. Other countries keep their prefix. */
export function phoneNumber(phone: string): string {
  const british = /^\+44(7\d{3})(\d{3})(\d{3})$/.exec(phone);
  if (british) return `0${british[1] ?? ""} ${british[2] ?? ""} ${british[3] ?? ""}`;
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone);
  if (american) return `+1 ${american[1] ?? ""} ${american[2] ?? ""} ${american[3] ?? ""}`;
  return phone;
}
