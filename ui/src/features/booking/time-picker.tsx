/** Seven days with what is free in each, and the free times of one of them. */
import { useQuery } from "@tanstack/react-query";
import { CalendarX2, ChevronLeft, ChevronRight } from "lucide-react";
import { useRef, useState, type KeyboardEvent } from "react";
import { useAppliance } from "@/app/appliance";
import { useClinic, useToday } from "@/app/clinic";
import { classes } from "@/lib/classes";
import { clock, longDate, shortDate } from "@/lib/times";
import { addDays } from "@/lib/zone";
import { plural } from "@/lib/words";
import { Button } from "@/ui/button";
import { Bones, Empty, Failed } from "@/ui/states";
import { arrowTarget, freeDays, type FreeTime } from "./free-times";

const DAYS = 7;
const COLUMNS = 5;

export function TimePicker({ procedureId, practitionerId, date, onDate, wished, busy, onPick }: {
  procedureId: string;
  practitionerId: string | null;
  date: string;
  onDate: (date: string) => void;
  /** A start that was picked before, in the calendar. */
  wished: number | null;
  busy: boolean;
  onPick: (time: FreeTime) => void;
}) {
  const { queries } = useAppliance();
  const { timezone } = useClinic();
  const today = useToday();
  const [firstPaged, setFirst] = useState(date);
  const inside = date >= firstPaged && date < addDays(firstPaged, DAYS);
  const first = inside ? firstPaged : date;
  const slots = useQuery(queries.slots({ procedureId, practitionerId, from: first, to: addDays(first, DAYS) }));
  const days = freeDays(slots.data?.slots ?? [], timezone, first, DAYS);
  const times = days.find((day) => day.date === date)?.times ?? [];
  const next = days.find((day) => day.date > date && day.times.length > 0);

  const page = (by: number) => {
    const target = addDays(first, by * DAYS);
    const from = target < today ? today : target;
    setFirst(from);
    onDate(from);
  };

  return (
    <section aria-label="Free times" className="flex flex-col gap-2.5">
      <div className="flex items-center gap-1">
        <Button look="ghost" size="icon-sm" aria-label="Seven days earlier" unready={first <= today ? "The days before have passed" : null} onClick={() => page(-1)} className={first <= today ? "invisible" : ""}>
          <ChevronLeft aria-hidden size={18} />
        </Button>
        <div role="group" aria-label="Day" className="grid min-w-0 flex-1 grid-cols-7 gap-1">
          {days.map((day) => (
            <button
              key={day.date}
              type="button"
              aria-pressed={day.date === date}
              onClick={() => onDate(day.date)}
              className={classes(
                "flex h-12 min-w-0 flex-col items-center justify-center rounded-control border text-fine",
                day.date === date ? "border-accent bg-accent-soft font-semibold text-accent"
                  : day.times.length === 0 ? "border-transparent text-ink-3" : "border-line-strong bg-raised text-ink hover:bg-sunken",
              )}
            >
              <span>{shortDate(day.date).slice(0, 3)}</span>
              <span className="sr-only"> </span>
              <span className="text-body font-semibold">{Number(day.date.slice(8))}</span>
              <span className="sr-only"> {longDate(day.date).split(" ").at(-1)}, {day.times.length} free</span>
            </button>
          ))}
        </div>
        <Button look="ghost" size="icon-sm" aria-label="Seven days later" onClick={() => page(1)}>
          <ChevronRight aria-hidden size={18} />
        </Button>
      </div>
      <p className="text-small text-ink-2" role="status">
        <b className="font-semibold text-ink">{shortDate(date, today)}</b>
        {slots.data !== undefined && `, ${times.length === 0 ? "nothing free" : plural(times.length, "free time")}`}
      </p>
      {slots.isError ? (
        <Failed error={slots.error} what="The free times could not be read." onRetry={() => void slots.refetch()} className="py-4" />
      ) : slots.isPending ? (
        <Bones className="h-[110px]" />
      ) : times.length === 0 ? (
        <Empty
          icon={CalendarX2} title="Nothing free on this day" className="py-5"
          action={next && <Button size="sm" onClick={() => onDate(next.date)}>Go to {shortDate(next.date, today)}</Button>}
        />
      ) : (
        <Times key={`${date}${procedureId}`} times={times} wished={wished} busy={busy} stale={slots.isPlaceholderData} onPick={onPick} />
      )}
    </section>
  );
}

function Times({ times, wished, busy, stale, onPick }: {
  times: readonly FreeTime[];
  wished: number | null;
  busy: boolean;
  stale: boolean;
  onPick: (time: FreeTime) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const wishedIndex = wished === null ? -1 : times.findIndex(({ start }) => start === wished);
  const [at, setAt] = useState(Math.max(0, wishedIndex));
  const stop = Math.min(at, times.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const target = arrowTarget(event.key, stop, times.length, COLUMNS);
    if (target === null) return;
    event.preventDefault();
    setAt(target);
    box.current?.querySelectorAll<HTMLElement>("button")[target]?.focus();
  };
  return (
    <div
      ref={box} role="group" aria-label="Times" onKeyDown={onKeyDown}
      className={classes("grid grid-cols-5 gap-1.5", stale && "opacity-60")}
    >
      {times.map((time, index) => (
        <button
          key={time.start}
          type="button"
          tabIndex={index === stop ? 0 : -1}
          data-wished={index === wishedIndex || undefined}
          aria-disabled={busy || stale || undefined}
          onFocus={() => setAt(index)}
          onClick={() => !busy && !stale && onPick(time)}
          className={classes(
            "h-[34px] rounded-control border text-small font-semibold transition-colors touch:h-11",
            index === wishedIndex ? "border-accent bg-accent-soft text-accent" : "border-line-strong bg-raised hover:border-accent hover:bg-accent-soft",
          )}
        >
          {clock(time.minutes)}
        </button>
      ))}
    </div>
  );
}
