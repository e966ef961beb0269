import { ChevronLeft, ChevronRight } from "lucide-react";
import { useRef, useState, type KeyboardEvent } from "react";
import { classes } from "@/lib/classes";
import { longDate, monthTitle } from "@/lib/times";
import { addDays, addMonths, mondayOf } from "@/lib/zone";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** A month to jump in; arrows go by day and week, Page Up and Down by month. */
export function MiniMonth({ date, today, onDate }: { date: string; today: string; onDate: (date: string) => void }) {
  const [month, setMonth] = useState(addMonths(date, 0));
  const [shownFor, setShownFor] = useState(date);
  if (shownFor !== date) {
    setShownFor(date);
    setMonth(addMonths(date, 0));
  }
  const [cursor, setCursor] = useState<string | null>(null);
  const box = useRef<HTMLTableElement>(null);
  const monday = mondayOf(month);
  const weeks = Array.from({ length: 6 }, (_, week) => addDays(monday, week * 7)).filter(
    (start, week) => week < 4 || start < addMonths(month, 1),
  );
  const inMonth = (day: string) => day.slice(0, 7) === month.slice(0, 7);
  const stop = cursor ?? (inMonth(date) ? date : month);

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
    const step = steps[event.key];
    const target = step !== undefined ? addDays(stop, step)
      : event.key === "PageUp" ? addMonths(stop, -1)
        : event.key === "PageDown" ? addMonths(stop, 1) : null;
    if (target === null) return;
    event.preventDefault();
    setCursor(target);
    setMonth(addMonths(target, 0));
    window.requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-day="${target}"]`)?.focus());
  };

  return (
    <Card aria-label="Month" className="px-3 pt-2.5 pb-3">
      <div className="flex items-center pl-1">
        <h2 className="text-section font-[650]" aria-live="polite">{monthTitle(month)}</h2>
        <Button look="ghost" size="icon-sm" aria-label="Month before" className="ml-auto" onClick={() => { setCursor(null); setMonth(addMonths(month, -1)); }}>
          <ChevronLeft aria-hidden size={17} />
        </Button>
        <Button look="ghost" size="icon-sm" aria-label="Month after" onClick={() => { setCursor(null); setMonth(addMonths(month, 1)); }}>
          <ChevronRight aria-hidden size={17} />
        </Button>
      </div>
      <table ref={box} onKeyDown={onKeyDown} className="w-full table-fixed text-center text-small">
        <thead>
          <tr>
            {DAYS.map((name) => <th key={name} scope="col" abbr={name} className="h-7 text-fine font-medium text-ink-3">{name.charAt(0)}</th>)}
          </tr>
        </thead>
        <tbody>
          {weeks.map((start) => (
            <tr key={start}>
              {DAYS.map((_, offset) => {
                const day = addDays(start, offset);
                return (
                  <td key={day} className="p-0">
                    <button
                      type="button"
                      data-day={day}
                      tabIndex={day === stop ? 0 : -1}
                      aria-label={longDate(day)}
                      aria-current={day === today ? "date" : undefined}
                      aria-pressed={day === date}
                      onClick={() => { setCursor(null); onDate(day); }}
                      className={classes(
                        "mx-auto grid h-[27px] w-8 place-items-center rounded-control touch:h-10 touch:w-10",
                        day === date ? "bg-accent font-[650] text-on-accent"
                          : day === today ? "font-[650] text-accent hover:bg-sunken"
                            : inMonth(day) ? "hover:bg-sunken" : "text-ink-3 hover:bg-sunken",
                      )}
                    >
                      {Number(day.slice(8))}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
