/** The calendar as a grid: one stop for Tab, arrows inside, Enter opens or books. */
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useClinic, useToday } from "@/app/clinic";
import { useNow } from "@/app/now";
import { classes } from "@/lib/classes";
import { clock, timeOf } from "@/lib/times";
import { zoned } from "@/lib/zone";
import { FreeBlock, AppointmentBlock, HoldBlock } from "./blocks";
import { neighbour, nearest, type Cell } from "./cells";
import { closedBands, type Column, type Span } from "./columns";
import { aroundCell } from "./label";

export interface GridColumn {
  column: Column;
  head: ReactNode;
  label: string;
  cells: readonly Cell[];
}

/** High enough for a quarter of an hour to be a target of 24 pixels. */
const HOUR = 96;
const px = (minutes: number) => (minutes / 60) * HOUR;

export function CalendarGrid({ label, columns, shown, onOpen }: {
  label: string;
  columns: readonly GridColumn[];
  shown: Span;
  onOpen: (cell: Cell, column: Column, element: HTMLElement) => void;
}) {
  const { timezone } = useClinic();
  const today = useToday();
  const now = useNow(15_000);
  const { minutes: nowMinutes } = zoned(now, timezone);
  const scroller = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState<string | null>(null);
  const hasToday = columns.some(({ column }) => column.date === today);
  const nowShown = hasToday && nowMinutes >= shown.from && nowMinutes <= shown.to;
  const first = columns.find(({ cells }) => cells.length > 0);
  const firstCell = first?.cells[Math.max(0, nearest(first.cells, nowShown ? nowMinutes : shown.from))]?.key;
  const known = stop !== null && columns.some(({ cells }) => cells.some(({ key }) => key === stop));
  const tabStop = known ? stop : firstCell;

  const scrolledFor = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (scrolledFor.current === label || scroller.current === null) return;
    scrolledFor.current = label;
    scroller.current.scrollTop = nowShown ? px(nowMinutes - shown.from) - 140 : 0;
  }, [label, nowShown, nowMinutes, shown.from]);

  const onKeyDown = (event: KeyboardEvent) => {
    const key = (event.target as HTMLElement).dataset["cell"];
    const column = columns.findIndex(({ cells }) => cells.some((cell) => cell.key === key));
    const cell = columns[column]?.cells.findIndex((one) => one.key === key) ?? -1;
    if (cell < 0) return;
    const target = neighbour(columns.map(({ cells }) => cells), { column, cell }, event.key);
    if (target === null) return;
    event.preventDefault();
    const next = columns[target.column]?.cells[target.cell];
    if (next !== undefined) focusCell(next.key);
  };

  const height = px(shown.to - shown.from);
  const hours = Array.from({ length: (shown.to - shown.from) / 60 + 1 }, (_, index) => shown.from + index * 60);
  return (
    <div
      ref={scroller}
      // On a closed day nothing inside can take the focus, and the keyboard must still scroll.
      tabIndex={firstCell === undefined ? 0 : undefined}
      className="relative min-h-0 flex-1 overflow-auto rounded-card border border-line bg-surface thin-scroll forced-edge"
    >
      <div className="flex min-w-fit" style={{ height: `${height + 48 + 8}px` }}>
        <div aria-hidden className="sticky left-0 z-20 w-[52px] shrink-0 border-r border-line bg-surface">
          <div className="sticky top-0 z-10 h-12 border-b border-line bg-surface" />
          <div className="relative">
            {hours.map((minutes) => (
              <span key={minutes} className="absolute right-2 -translate-y-1/2 text-fine text-ink-3" style={{ top: `${px(minutes - shown.from) + (minutes === shown.from ? 9 : 0)}px` }}>
                {clock(minutes)}
              </span>
            ))}
            {nowShown && (
              <span className="absolute right-1.5 -translate-y-1/2 rounded-tag bg-accent px-1.5 text-fine font-[650] text-on-accent" style={{ top: `${px(nowMinutes - shown.from)}px` }}>
                {timeOf(now, timezone)}
              </span>
            )}
          </div>
        </div>
        <div role="grid" aria-label={label} onKeyDown={onKeyDown} className="flex min-w-0 flex-1">
          {columns.map(({ column, head, label: name, cells }) => (
            <div key={column.key} role="row" aria-label={name} className="flex min-w-[148px] flex-1 flex-col border-r border-line last:border-r-0">
              <div role="rowheader" className="sticky top-0 z-10 flex h-12 shrink-0 items-center gap-2.5 border-b border-line bg-surface px-2.5">
                {head}
              </div>
              <div role="presentation" className="relative" style={{ height: `${height}px` }}>
                <Lines hours={hours} from={shown.from} />
                {closedBands(column, shown).map((band) => (
                  <div
                    key={band.from}
                    role="presentation"
                    className="absolute inset-x-0 grid place-items-center hatch-closed text-fine text-ink-2"
                    style={{ top: `${px(band.from - shown.from)}px`, height: `${px(band.to - band.from)}px` }}
                  >
                    {band.reason !== null && <span className="rounded-chip bg-sunken px-1.5">{band.reason}</span>}
                  </div>
                ))}
                {column.date === today && nowShown && (
                  <div aria-hidden className="pointer-events-none absolute inset-x-0 h-0.5 -translate-y-1/2 bg-accent" style={{ top: `${px(nowMinutes - shown.from)}px` }} />
                )}
                {cells.map((cell) => (
                  <GridCell
                    key={cell.key}
                    cell={cell}
                    shownFrom={shown.from}
                    over={column.date < today || (column.date === today && cell.to <= nowMinutes)}
                    stop={cell.key === tabStop}
                    onFocus={() => setStop(cell.key)}
                    onOpen={(element) => onOpen(cell, column, element)}
                  />
                ))}
              </div>
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

export function cellElement(key: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-cell="${CSS.escape(key)}"]`);
}

export function focusCell(key: string): void {
  const element = cellElement(key);
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function Lines({ hours, from }: { hours: readonly number[]; from: number }) {
  return hours.flatMap((minutes, index) =>
    [minutes, ...(index < hours.length - 1 ? [minutes + 30] : [])].map((at) => (
      <div
        key={at} role="presentation"
        className={classes("absolute inset-x-0 border-t", at % 60 === 0 ? "border-line" : "border-line/45", at === from && "border-transparent")}
        style={{ top: `${px(at - from)}px` }}
      />
    )));
}

function passFocusOn(leaving: HTMLElement): void {
  const row = leaving.closest("[role=row]");
  const { offsetTop } = leaving;
  window.requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    const cells = [...(row?.querySelectorAll<HTMLElement>("[role=gridcell]") ?? [])];
    cells.sort((a, b) => Math.abs(a.offsetTop - offsetTop) - Math.abs(b.offsetTop - offsetTop));
    cells[0]?.focus({ preventScroll: true });
  });
}

function GridCell({ cell, shownFrom, over, stop, onFocus, onOpen }: {
  cell: Cell;
  shownFrom: number;
  over: boolean;
  stop: boolean;
  onFocus: () => void;
  onOpen: (element: HTMLElement) => void;
}) {
  const { content, from, to, lane, lanes } = cell;
  const { before, after } = aroundCell(cell, over);
  const box = useRef<HTMLDivElement>(null);
  const wasHere = useRef(false);
  // A row that leaves under the focus (cancelled, released) hands it to what is nearest.
  useLayoutEffect(() => {
    const element = box.current;
    return () => {
      if (wasHere.current && element !== null) passFocusOn(element);
    };
  }, []);
  return (
    <div
      ref={box}
      role="gridcell"
      tabIndex={stop ? 0 : -1}
      data-cell={cell.key}
      data-appointment={content.kind === "appointment" ? content.appointment.id : undefined}
      onFocus={() => {
        wasHere.current = true;
        onFocus();
      }}
      onBlur={() => {
        wasHere.current = false;
      }}
      onClick={(event) => onOpen(event.currentTarget)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        onOpen(event.currentTarget);
      }}
      className="group absolute cursor-pointer p-[1.5px] focus-visible:z-[6] focus-visible:rounded-control focus-visible:outline-offset-0"
      style={{
        top: `${px(from - shownFrom)}px`,
        height: `${px(to - from)}px`,
        left: `calc(3px + (100% - 6px) * ${lane / lanes})`,
        width: `calc((100% - 6px) / ${lanes})`,
      }}
    >
      <span className="sr-only">{before}</span>
      {content.kind === "appointment" && <AppointmentBlock appointment={content.appointment} minutes={to - from} over={over} />}
      {content.kind === "hold" && <HoldBlock hold={content.hold} minutes={to - from} />}
      {content.kind === "free" && <FreeBlock from={from} short={to - from < 20} />}
      <span className="sr-only">{after}</span>
    </div>
  );
}
