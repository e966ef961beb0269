/** The calendar's head: which day or week, whose, and Book. */
import { ChevronLeft, ChevronRight, Hourglass, Plus } from "lucide-react";
import type { Practitioner } from "@/api/types";
import { openOverlay } from "@/app/overlay";
import { longDate, weekTitle } from "@/lib/times";
import { mondayOf } from "@/lib/zone";
import { Button } from "@/ui/button";
import { Select } from "@/ui/field";
import { Key } from "@/ui/key";
import { Segmented } from "@/ui/segmented";
import { Tooltip } from "@/ui/tooltip";

export function Toolbar({ date, week, phone, practitioner, practitioners, holds, onStep, onToday, onView, onPractitioner, onSide }: {
  date: string;
  week: boolean;
  phone: boolean;
  practitioner: string | null;
  practitioners: readonly Practitioner[];
  /** How many there are, when their panel is folded away; null when it is in view. */
  holds: number | null;
  onStep: (by: 1 | -1) => void;
  onToday: () => void;
  onView: (view: "day" | "week") => void;
  onPractitioner: (id: string | null) => void;
  onSide: () => void;
}) {
  const step = week ? "week" : "day";
  return (
    <header className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-2 pb-3">
      <h1 className="min-w-[226px] font-serif text-title font-medium max-tab:min-w-0 max-tab:basis-full">
        {week ? weekTitle(mondayOf(date)) : longDate(date)}
      </h1>
      <div className="flex gap-1.5">
        <Tooltip side="bottom" text={`A ${step} earlier  [`}>
          <Button size="icon" aria-label={`A ${step} earlier`} onClick={() => onStep(-1)}><ChevronLeft aria-hidden size={17} /></Button>
        </Tooltip>
        <Button onClick={onToday}>Today</Button>
        <Tooltip side="bottom" text={`A ${step} later  ]`}>
          <Button size="icon" aria-label={`A ${step} later`} onClick={() => onStep(1)}><ChevronRight aria-hidden size={17} /></Button>
        </Tooltip>
      </div>
      <div className="ml-auto flex flex-wrap items-center gap-2.5 max-tab:ml-0 max-tab:w-full">
        {!phone && (
          <Segmented
            label="View" value={week ? "week" : "day"} onChange={onView}
            options={[{ value: "day", label: "Day" }, { value: "week", label: "Week" }]}
          />
        )}
        <label className="max-tab:flex-1">
          <span className="sr-only">Whose calendar</span>
          <Select
            value={practitioner ?? ""}
            onChange={(event) => onPractitioner(event.target.value === "" ? null : event.target.value)}
            className="h-[34px] font-semibold"
          >
            {!week && <option value="">All practitioners</option>}
            {practitioners.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
          </Select>
        </label>
        {holds !== null && (
          <Button onClick={onSide} aria-label={`Month and holds, ${holds} held`}>
            <Hourglass aria-hidden size={16} className={holds > 0 ? "text-held" : "text-ink-3"} />
            {holds > 0 ? `${holds} held` : "Month"}
          </Button>
        )}
        <Button look="primary" onClick={() => openOverlay({ kind: "book", wish: { date, practitionerId: practitioner ?? undefined } })}>
          <Plus aria-hidden size={17} />Book
          <span className="sr-only"><Key shortcut="b" /></span>
        </Button>
      </div>
    </header>
  );
}
