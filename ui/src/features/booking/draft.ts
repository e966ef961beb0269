/**
 * A booking that is being typed. It outlives its panel, so that an ended session loses nothing,
 * and never leaves memory: it may hold a patient's name.
 */
import type { BookingWish } from "@/app/overlay";
import type { Claimed } from "@/api/types";
import { createStore } from "@/lib/store";
import { zoned } from "@/lib/zone";

export interface Kept extends Claimed {
  start: number;
  practitionerId: string;
  procedureId: string;
  /** The whole life of the hold, for its ring. */
  totalSeconds: number;
}

export interface NewContact {
  name: string;
  phone: string;
  email: string;
  dateOfBirth: string;
}

export type Who = { known: { id: string; name: string } } | { fresh: NewContact } | null;

export interface Draft {
  procedureId: string;
  practitionerId: string | null;
  date: string;
  wished: number | null;
  kept: Kept | null;
  who: Who;
}

export const draft = createStore<Draft | null>(null);

export function startDraft(wish: BookingWish, zone: string, now: number): Draft {
  const today = zoned(now, zone).date;
  const wanted = wish.start === undefined ? wish.date ?? today : zoned(wish.start, zone).date;
  return {
    procedureId: wish.procedureId ?? "",
    practitionerId: wish.practitionerId ?? null,
    date: wanted < today ? today : wanted,
    wished: wish.start ?? null,
    kept: null,
    who: wish.contact === undefined ? null : { known: wish.contact },
  };
}

const PHONE_DIGITS = 7;

/** What is wrong with a typed field; null when it may stand. */
export function problemOf(field: keyof NewContact, value: string): string | null {
  const text = value.trim();
  switch (field) {
    case "name":
      return text === "" ? "Enter the name." : null;
    case "phone":
      if (text === "") return "Enter a number, so that the clinic can ring back.";
      return text.replace(/\D/g, "").length < PHONE_DIGITS || /[^\d\s()+.-]/.test(text) ? "Enter the whole number, such as 07700 900 123." : null;
    case "email":
      return text === "" || /^[^\s@]+@[^\s@]+$/.test(text) ? null : "Enter an address such as name@example.com.";
    case "dateOfBirth":
      return null;
  }
}

/** What still stands between the draft and a booking, as the end of "Choose …"; null when nothing does. */
export function missing({ procedureId, kept, who }: Draft): string | null {
  if (procedureId === "") return "Choose a procedure";
  if (kept === null) return "Choose a time";
  if (who === null) return "Choose who it is for";
  if ("fresh" in who) {
    const wrong = (["name", "phone", "email"] as const).find((field) => problemOf(field, who.fresh[field]) !== null);
    if (wrong !== undefined) return wrong === "name" ? "Enter the name" : wrong === "phone" ? "Enter the phone number" : "Check the email address";
  }
  return null;
}
