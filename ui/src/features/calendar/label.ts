import { clock } from "@/lib/times";
import type { Cell } from "./cells";

/** What a screen reader says of a cell; the row has already said whose it is. */
export function cellLabel({ content, from, to }: Cell, over: boolean): string {
  const span = `${clock(from)} to ${clock(to)}`;
  switch (content.kind) {
    case "appointment": {
      const { contact, procedureName, arrived, wonBack } = content.appointment;
      return [span, contact.name, procedureName, over ? "over" : null, arrived ? "here" : null, wonBack ? "won back" : null]
        .filter((part) => part !== null)
        .join(", ");
    }
    case "hold":
      return `${span}, held for ${content.hold.who}, ${content.hold.procedureName}`;
    case "free":
      return `${clock(from)}, free, book`;
  }
}
