// What the Privacy card says, worked out from a call; apart from React so that it can be tested alone.
import type { Call, Consent, ConsentChannel, Removed } from "@/api/types";
import { lengthOf } from "@/lib/words";

const DAY_MS = 86_400_000;
export const SHORTEST_REASON = 5;
export const LONGEST_REASON = 300;

export function totalRemoved(removed: readonly Removed[]): number {
  return removed.reduce((sum, { times }) => sum + times, 0);
}

export function lastRemoval(removed: readonly Removed[]): string | null {
  return removed.reduce<string | null>(
    (last, { lastAt }) => (lastAt !== null && (last === null || Date.parse(lastAt) > Date.parse(last)) ? lastAt : last), null);
}

/** When the last of the exact words is destroyed, if the clinic's rule stays as it is. */
export function keptUntil(call: Pick<Call, "startedAt" | "endedAt">, retentionDays: number): number {
  return Date.parse(call.endedAt ?? call.startedAt) + retentionDays * DAY_MS;
}

export const CHANNEL: Record<ConsentChannel, string> = {
  phone: "on the phone",
  desk: "at the desk",
  sms: "by text",
  web: "on the clinic’s page",
};

/** How consent stands: a title, and what follows from it for the exact words. */
export function consentWords(consent: Consent | null, live: boolean, hasOriginal: boolean): { title: string; meaning: string | null } {
  if (consent === null) {
    return { title: "Not asked for consent", meaning: "Exact words are not kept." };
  }
  if (!consent.given) return { title: "No consent", meaning: "Exact words are not kept." };
  if (hasOriginal) return { title: "Consent given", meaning: null };
  return {
    title: "Consent given",
    meaning: live ? "Exact words are kept from here on." : "No exact words of this call are kept.",
  };
}

/** What is wrong with a reason; null when it may stand. */
export function reasonProblem(reason: string): string | null {
  const length = lengthOf(reason);
  if (length === 0) return "Say why you need the exact words.";
  if (length < SHORTEST_REASON) return "Say a little more, at least five characters.";
  return length > LONGEST_REASON ? `Shorten it by ${length - LONGEST_REASON} characters.` : null;
}
