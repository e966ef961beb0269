// The eight kinds of detail that never reach a transcript, each with something that a caller might say. All made up.
import type { RemovedLabel } from "@/api/types";

interface Kind {
  label: RemovedLabel;
  what: string;
  example: string;
}

export const KINDS: readonly Kind[] = [
  { label: "NAME", what: "Names of people", example: "My name is Joanna Whitfield" },
  { label: "PHONE", what: "Phone numbers, said or spelled", example: "Ring me on 07700 900 218" },
  { label: "EMAIL", what: "Email addresses", example: "It is joanna@example.com" },
  { label: "ADDRESS", what: "Addresses and postcodes", example: "I live at 14 Larch Road" },
  { label: "DOB", what: "Dates of birth", example: "I was born on 3 May 1988" },
  { label: "ID", what: "Numbers that identify somebody", example: "My passport number is 533401372" },
  { label: "CARD", what: "Cards and bank accounts", example: "The card is 4111 1111 1111 1111" },
  { label: "MEDICAL", what: "Health, medicines, conditions", example: "I take warfarin for my heart" },
];

/** One sentence or two with several of them, for who does not know what to type. */
export const EXAMPLE =
  "My name is Joanna Whitfield, born on 3 May 1988, and my number is 07700 900 218. I take warfarin, is that a problem on Thursday at ten?";
