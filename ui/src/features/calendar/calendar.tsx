/** Calendar: who is free, what is held and for how long; booking, moving and cancelling. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Users } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useAppliance } from "@/app/appliance";
import { useClinic, useToday } from "@/app/clinic";
import { openOverlay } from "@/app/overlay";
import { useShortcut } from "@/app/shortcuts";
import { useChanges } from "@/features/booking/changes";
import { useIsPhone, useMedia } from "@/features/frame/media";
import { addDays, instantAt } from "@/lib/zone";
import { Card } from "@/ui/card";
import { Drawer, Popover, PopoverAnchor, PopoverBody } from "@/ui/panel";
import { Empty, Failed, RowBones } from "@/ui/states";
import type { Cell } from "./cells";
import type { Column } from "./columns";
import { DayList } from "./day-list";
import { AppointmentDetails, HoldDetails } from "./details";
import { CalendarGrid, cellElement } from "./grid";
import { HoldsCard } from "./holds-card";
import { MiniMonth } from "./mini-month";
import { Toolbar } from "./toolbar";
import { useCalendar } from "./use-calendar";

export function CalendarScreen() {
  const search = useSearch({ from: "/calendar" });
  const navigate = useNavigate({ from: "/calendar" });
  const { timezone } = useClinic();
  const { clock } = useAppliance();
  const today = useToday();
  const phone = useIsPhone();
  const sideShown = useMedia("(min-width: 1280px)");
  const [side, setSide] = useState(false);
  const [opened, setOpened] = useState<{ key: string; element: HTMLElement } | null>(null);
  const { cancel } = useChanges();
  const date = search.date ?? today;
  const calendar = useCalendar({ date, week: search.view === "week" && !phone, practitionerId: search.practitioner ?? null });
  const { columns, holds, practitioners, week } = calendar;

  const go = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, appointment: undefined, ...change }) });
  const goTo = (day: string) => go({ date: day === today ? undefined : day });
  const step = (by: 1 | -1) => goTo(addDays(date, by * (week ? 7 : 1)));
  useShortcut("[", () => step(-1));
  useShortcut("]", () => step(1));

  const close = () => {
    setOpened(null);
    if (search.appointment !== undefined) go({ date: search.date });
  };
  const openedCell = columns.flatMap(({ cells }) => cells).find(({ key }) => key === opened?.key);
  const content = openedCell?.content;

  const open = (cell: Cell, column: Column, element: HTMLElement) => {
    if (cell.content.kind !== "free") {
      setOpened({ key: cell.key, element });
      return;
    }
    const start = instantAt(column.date, cell.from, timezone);
    if (start > clock.now()) openOverlay({ kind: "book", wish: { practitionerId: column.practitioner.id, start } });
  };

  // A link from elsewhere to one appointment opens it once it is on the page.
  const linked = useRef<string | null>(null);
  useEffect(() => {
    if (search.appointment === undefined || linked.current === search.appointment) return;
    const key = `a:${search.appointment}`;
    const element = cellElement(key);
    if (element === null) return;
    linked.current = search.appointment;
    element.scrollIntoView({ block: "center", inline: "nearest" });
    element.focus({ preventScroll: true });
    window.requestAnimationFrame(() => setOpened({ key, element }));
  }, [search.appointment, columns]);

  const focused = () => {
    const id = (document.activeElement as HTMLElement | null)?.dataset["appointment"];
    const key = id === undefined ? opened?.key : `a:${id}`;
    const cell = columns.flatMap(({ cells }) => cells).find((one) => one.key === key)?.content;
    return cell?.kind === "appointment" && Date.parse(cell.appointment.end) > clock.now() ? cell.appointment : null;
  };
  useShortcut("m", () => {
    const appointment = focused();
    if (appointment === null) return;
    setOpened(null);
    openOverlay({ kind: "move", appointment });
  });
  const cancelFocused = () => {
    const appointment = focused();
    if (appointment === null) return;
    setOpened(null);
    void cancel(appointment);
  };
  useShortcut("delete", cancelFocused);
  useShortcut("backspace", cancelFocused);

  const sidePanel = (
    <>
      <MiniMonth date={date} today={today} onDate={(day) => { setSide(false); goTo(day); }} />
      <HoldsCard holds={holds} />
    </>
  );

  return (
    <div className="flex h-full flex-col px-5 pt-3.5 pb-5 max-tab:h-auto max-tab:px-4 max-tab:pt-2">
      <Toolbar
        date={date} week={week} phone={phone}
        practitioner={calendar.practitionerId} practitioners={practitioners}
        holds={sideShown ? null : holds.length}
        onStep={step}
        onToday={() => goTo(today)}
        onView={(view) => go({ view: view === "week" ? "week" : undefined, practitioner: view === "week" ? search.practitioner ?? practitioners[0]?.id : search.practitioner })}
        onPractitioner={(id) => go({ practitioner: id ?? undefined })}
        onSide={() => setSide(true)}
      />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_268px] gap-4 max-wide:grid-cols-1">
        <div className="flex min-h-0 min-w-0 flex-col">
          {calendar.error !== null ? (
            <Card className="grid flex-1 place-items-center">
              <Failed error={calendar.error} what="The calendar could not be read." onRetry={calendar.retry} />
            </Card>
          ) : calendar.loading ? (
            <Card className="flex-1"><RowBones rows={12} /></Card>
          ) : columns.length === 0 ? (
            <Card className="grid flex-1 place-items-center">
              <Empty icon={Users} title="Nobody works here yet">Practitioners and their hours are set up by a manager. Their calendars appear here.</Empty>
            </Card>
          ) : phone ? (
            <DayList columns={columns} over={calendar.over} onOpen={open} />
          ) : (
            <CalendarGrid label={calendar.label} columns={columns} shown={calendar.shown} onOpen={open} />
          )}
        </div>
        {sideShown && <aside aria-label="Month and holds" className="flex min-h-0 flex-col gap-4 overflow-y-auto thin-scroll">{sidePanel}</aside>}
      </div>
      {!sideShown && (
        <Drawer open={side} onClose={() => setSide(false)} title="Month and holds" className="w-[340px]">
          <div className="flex flex-col gap-4 overflow-y-auto p-4">{sidePanel}</div>
        </Drawer>
      )}
      <Popover open={opened !== null && content !== undefined && content.kind !== "free"} onOpenChange={(next) => !next && close()}>
        {opened !== null && <PopoverAnchor virtualRef={{ current: opened.element }} />}
        <PopoverBody
          side={phone || (opened !== null && !hasRoomBeside(opened.element)) ? "bottom" : "right"} align="start"
          aria-label={content?.kind === "hold" ? "Held time" : "Appointment"}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opened?.element.isConnected) opened.element.focus({ preventScroll: true });
          }}
        >
          {content?.kind === "appointment" && <AppointmentDetails appointment={content.appointment} onClose={close} />}
          {content?.kind === "hold" && <HoldDetails hold={content.hold} onClose={close} />}
        </PopoverBody>
      </Popover>
    </div>
  );
}

/** A popover's width, its distance from its anchor and from the window's edge. */
const BESIDE = 336 + 6 + 12;

/** Whether details fit at either side: a lone practitioner's column fills the page, and nothing fits beside it. */
function hasRoomBeside(element: Element): boolean {
  const { left, right } = element.getBoundingClientRect();
  return window.innerWidth - right >= BESIDE || left >= BESIDE;
}
