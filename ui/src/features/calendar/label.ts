import { clock } from "@/lib/times";
import type { Cell } from "./cells";

/** What a screen reader says around a cell's own words; the row has already said whose it is. */
export function aroundCell({ content, from, to }: Cell, over: boolean): { before: string; after: string } {
  const before = `${clock(from)} to ${clock(to)}, `;
  switch (content.kind) {
    case "appointment": {
      const { arrived, wonBack } = content.appointment;
      const marks = [over ? "over" : null, arrived ? "here" : null, wonBack ? "won back" : null].filter((mark) => mark !== null);
      return { before, after: marks.map((mark) => `, ${mark}`).join("") };
    }
    case "hold":
      return { before, after: " left" };
    case "free":
      return { before: "", after: "" };
  }
}
