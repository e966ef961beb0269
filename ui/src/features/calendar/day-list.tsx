/** The calendar where a grid would not fit: one day as a list, practitioner by practitioner. */
import { CalendarX2 } from "lucide-react";
import { classes } from "@/lib/classes";
import { clock } from "@/lib/times";
import { Card } from "@/ui/card";
import { AppointmentBlock, HoldBlock } from "./blocks";
import type { Cell } from "./cells";
import type { Column } from "./columns";
import type { GridColumn } from "./grid";
import { aroundCell } from "./label";

export function DayList({ columns, over, onOpen }: {
  columns: readonly GridColumn[];
  over: (column: Column, cell: Cell) => boolean;
  onOpen: (cell: Cell, column: Column, element: HTMLElement) => void;
}) {
  return (
    <div className="flex flex-col gap-3">
      {columns.map(({ column, head, label, cells }) => (
        <Card key={column.key} aria-label={label}>
          <div className="flex min-h-12 items-center gap-2.5 px-3.5 py-1.5">{head}</div>
          {cells.length === 0 ? (
            <p className="flex items-center gap-2 border-t border-line px-3.5 py-3 text-small text-ink-2">
              <CalendarX2 aria-hidden size={15} className="text-ink-3" />
              {column.closed.find(({ reason }) => reason !== null)?.reason ?? "Not in, or the day is over"}
            </p>
          ) : (
            <ul className="border-t border-line">
              {joinFree(cells).map((cell) => (
                <li key={cell.key} className="border-t border-line/60 first:border-t-0">
                  <button
                    type="button"
                    data-cell={cell.key}
                    data-appointment={cell.content.kind === "appointment" ? cell.content.appointment.id : undefined}
                    onClick={(event) => onOpen(cell, column, event.currentTarget)}
                    className={classes("ring-inside grid w-full grid-cols-[52px_minmax(0,1fr)] items-center px-3.5 py-1 text-left", cell.content.kind === "free" ? "min-h-11" : "min-h-[56px]")}
                  >
                    <span className={classes("text-small", cell.content.kind === "free" ? "text-ink-3" : "font-semibold")}>{clock(cell.from)}{" "}</span>
                    <span className="h-[46px] min-w-0 py-0.5">
                      {cell.content.kind === "appointment" && <AppointmentBlock appointment={cell.content.appointment} minutes={30} over={over(column, cell)} />}
                      {cell.content.kind === "hold" && <HoldBlock hold={cell.content.hold} minutes={30} />}
                      {cell.content.kind === "free" && (
                        <span className="flex h-full items-center justify-between text-small text-ink-2">
                          Free until {clock(cell.to)}{" "}<span className="font-semibold text-accent">Book</span>
                        </span>
                      )}
                      <span className="sr-only">{aroundCell(cell, over(column, cell)).after}</span>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Card>
      ))}
    </div>
  );
}

/** Free half hours that follow each other are one line. */
export function joinFree(cells: readonly Cell[]): Cell[] {
  const joined: Cell[] = [];
  for (const cell of cells) {
    const last = joined.at(-1);
    if (last?.content.kind === "free" && cell.content.kind === "free" && last.to === cell.from) {
      joined[joined.length - 1] = { ...last, to: cell.to };
    } else joined.push(cell);
  }
  return joined;
}
