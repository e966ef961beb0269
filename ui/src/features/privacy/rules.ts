/**
 * The rules of privacy while they are being changed. What is typed outlives the page and an ended session; it holds no
 * patient's data.
 */
import type { Privacy, PrivacyChange } from "@/api/types";
import { createStore } from "@/lib/store";
import { lengthOf, plural } from "@/lib/words";

export const MOST_DAYS = 3650;
export const LONGEST_WORDING = 500;

export interface Draft {
  clinicId: string;
  days: string;
  wording: string;
  ask: boolean;
}

export const draft = createStore<Draft | null>(null);

export function startDraft(clinicId: string, rules: Privacy): Draft {
  return { clinicId, days: String(rules.retentionDays), wording: rules.consentWording, ask: rules.askConsent };
}

export function daysProblem(days: string): string | null {
  const text = days.trim();
  const number = Number(text);
  return /^\d+$/.test(text) && number >= 1 && number <= MOST_DAYS ? null : "Enter a whole number of days from 1 to 3650.";
}

export function wordingProblem(wording: string): string | null {
  const length = lengthOf(wording);
  if (length === 0) return "Enter what callers are asked.";
  return length > LONGEST_WORDING ? `Shorten it by ${plural(length - LONGEST_WORDING, "character")}.` : null;
}

/** What the draft would change; null while a field can't stand. */
export function changeOf(rules: Privacy, { days, wording, ask }: Draft): PrivacyChange | null {
  if (daysProblem(days) !== null || wordingProblem(wording) !== null) return null;
  const change: PrivacyChange = {};
  if (Number(days) !== rules.retentionDays) change.retentionDays = Number(days);
  if (wording.trim() !== rules.consentWording) change.consentWording = wording.trim();
  if (ask !== rules.askConsent) change.askConsent = ask;
  return change;
}

/** The way back from a change. */
export function reverse(rules: Privacy, change: PrivacyChange): PrivacyChange {
  return Object.fromEntries(Object.keys(change).map((name) => [name, rules[name as keyof Privacy]]));
}
