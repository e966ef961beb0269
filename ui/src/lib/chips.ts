/**
 * Finds what a transcript does not say: details that were taken out, `[REDACTED_NAME]` and the like, and turns of
 * which nothing is shown at all.
 */
import type { RemovedLabel } from "@/api/types";

/** On the chip. */
export const REMOVED: Record<RemovedLabel, string> = {
  NAME: "Name",
  PHONE: "Phone",
  EMAIL: "Email",
  ADDRESS: "Address",
  DOB: "Date of birth",
  ID: "ID",
  CARD: "Card",
  MEDICAL: "Health",
};

/** What the chip stands for, in full. */
export const REMOVED_TITLE: Record<RemovedLabel, string> = {
  NAME: "A person’s name was taken out",
  PHONE: "A phone number was taken out",
  EMAIL: "An email address was taken out",
  ADDRESS: "An address or postcode was taken out",
  DOB: "A date of birth was taken out",
  ID: "A number that identifies somebody was taken out",
  CARD: "A card or account number was taken out",
  MEDICAL: "Something about somebody’s health was taken out",
};

/** Whole turns that are not shown. */
export const GONE = {
  WITHHELD: { word: "Not shown", title: "Details could not be taken out of these words safely, so none of them are shown" },
  ERASED: { word: "Erased", title: "These words were erased with the contact" },
} as const;

export type GoneKind = keyof typeof GONE;

export type Piece = { text: string } | { removed: RemovedLabel } | { gone: GoneKind };

const MARK = /\[(?:REDACTED_(NAME|PHONE|EMAIL|ADDRESS|DOB|ID|CARD|MEDICAL)|(WITHHELD|ERASED))\]/g;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(MARK)) {
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push(match[1] === undefined ? { gone: match[2] as GoneKind } : { removed: match[1] as RemovedLabel });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

/** In the middle of a sentence: "ID", but "name". */
function lower(label: RemovedLabel): string {
  return label === "ID" ? REMOVED.ID : REMOVED[label].toLowerCase();
}

/** For screen readers and announcements: "It's name removed." */
export function spoken(text: string): string {
  return pieces(text)
    .map((piece) => {
      if ("text" in piece) return piece.text;
      return "gone" in piece ? `words ${GONE[piece.gone].word.toLowerCase()}` : `${lower(piece.removed)} removed`;
    })
    .join("");
}
