/** Finds the places where a personal detail was taken out of a turn, `[REDACTED_NAME]` and the like. */

export const REMOVED = {
  NAME: "Name",
  PHONE: "Phone",
  EMAIL: "Email",
  ADDRESS: "Address",
  DOB: "Date of birth",
  ID: "ID",
  CARD: "Card",
  MEDICAL: "Medical",
} as const;

export type RemovedKind = keyof typeof REMOVED;

export type Piece = { text: string } | { removed: RemovedKind };

const MARK = /\[REDACTED_(NAME|PHONE|EMAIL|ADDRESS|DOB|ID|CARD|MEDICAL)\]/g;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(MARK)) {
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push({ removed: match[1] as RemovedKind });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

/** For screen readers and announcements: "It's name removed." */
export function spoken(text: string): string {
  return pieces(text)
    .map((piece) => ("text" in piece ? piece.text : `${REMOVED[piece.removed].toLowerCase()} removed`))
    .join("");
}
