/** Ctrl K: people, calls, then actions; results as one types, each action with its key. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CornerDownLeft, PhoneIncoming, PhoneOutgoing, Search, SearchX, Zap } from "lucide-react";
import { Fragment, useState } from "react";
import { codeOf } from "@/api/client";
import { useAppliance } from "@/app/appliance";
import { useClinic, useToday } from "@/app/clinic";
import { openOverlay } from "@/app/overlay";
import { lock } from "@/app/session";
import { theme } from "@/app/theme";
import { StandingTag } from "@/features/call/outcome";
import { PLACES } from "@/features/frame/navigation";
import { classes } from "@/lib/classes";
import { useSettled } from "@/lib/settled";
import { useStore } from "@/lib/store";
import { dayAndTime } from "@/lib/times";
import { contactName, FAILURE, phoneNumber } from "@/lib/words";
import { Avatar } from "@/ui/avatar";
import { useCombobox } from "@/ui/combobox";
import { Key } from "@/ui/key";
import { Modal } from "@/ui/panel";
import { Empty } from "@/ui/states";
import { toast, undoLast } from "@/ui/toast";
import { groupsOf, practiceActions, type Action, type Entry } from "./entries";

export function Palette({ onClose }: { onClose: () => void }) {
  const appliance = useAppliance();
  const { queries } = appliance;
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const q = useSettled(typed.trim(), 120);
  const asked = q !== "" && typed.trim() !== "";
  const contacts = useQuery({ ...queries.findContacts(q), enabled: asked });
  const calls = useQuery({ ...queries.findCalls(q), enabled: asked });
  const groups = groupsOf(typed, asked ? contacts.data?.items ?? [] : [], asked ? calls.data?.items ?? [] : [], useActions());
  const entries = groups.flatMap((group) => group.entries);
  const waiting = asked && (contacts.isFetching || calls.isFetching || q !== typed.trim());

  const take = (index: number) => {
    const entry = entries[index];
    if (entry === undefined) return;
    onClose();
    if (entry.kind === "person") openOverlay({ kind: "person", contactId: entry.contact.id, name: contactName(entry.contact) });
    else if (entry.kind === "call") void navigate({ to: "/calls/$callId", params: { callId: entry.call.id } });
    else entry.action.run();
  };
  const box = useCombobox(entries.length, take);

  return (
    <Modal open bare onClose={onClose} title="Find a person, call or action">
      <label className="flex h-13 shrink-0 items-center gap-3 border-b border-line px-4">
        <Search aria-hidden size={18} className="text-ink-3" />
        <span className="sr-only">Find a person, call or action</span>
        <input
          {...box.field}
          autoFocus value={typed} placeholder="Search people and calls, or do something"
          onChange={(event) => {
            setTyped(event.target.value);
            box.reset();
          }}
          className="h-full w-full min-w-0 bg-transparent text-phone outline-none"
        />
        <Key shortcut="esc" />
      </label>
      {entries.length === 0 ? (
        !waiting && <Empty icon={SearchX} title="Nothing fits" className="py-8">Try a name, the last digits of a number, or a verb such as book.</Empty>
      ) : (
        <ul {...box.list} aria-label="Results" className="min-h-0 overflow-y-auto p-1.5 thin-scroll">
          {groups.map((group) => (
            <Fragment key={group.title}>
              <li role="presentation" className="px-2.5 pt-2 pb-1 text-fine font-semibold text-ink-3">{group.title}</li>
              {group.entries.map((entry) => {
                const at = entries.indexOf(entry);
                return (
                  <li
                    key={at} {...box.option(at)}
                    className={classes("flex min-h-[42px] items-center gap-3 rounded-control px-2.5 py-1", box.index === at && "bg-accent-soft")}
                  >
                    <Line entry={entry} />
                    {box.index === at && <CornerDownLeft aria-hidden size={15} className="shrink-0 text-ink-3" />}
                  </li>
                );
              })}
            </Fragment>
          ))}
        </ul>
      )}
      <div role="status" className="sr-only">{waiting ? "" : `${entries.length} results`}</div>
    </Modal>
  );
}

function Line({ entry }: { entry: Entry }) {
  const { timezone } = useClinic();
  const today = useToday();
  if (entry.kind === "person") {
    return (
      <>
        <Avatar name={contactName(entry.contact)} />
        <span className="min-w-0 flex-1 truncate font-semibold"><bdi>{contactName(entry.contact)}</bdi></span>
        {entry.contact.phone !== null && <span className="text-small text-ink-2">{phoneNumber(entry.contact.phone)}</span>}
      </>
    );
  }
  if (entry.kind === "call") {
    const { call } = entry;
    const Icon = call.direction === "inbound" ? PhoneIncoming : PhoneOutgoing;
    return (
      <>
        <span className="grid size-7 shrink-0 place-items-center text-ink-3"><Icon aria-hidden size={16} /></span>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-semibold"><bdi>{call.who}</bdi></span>
          <span className="block truncate text-fine text-ink-2">
            {[call.reason, dayAndTime(call.startedAt, timezone, today)].filter((part) => part !== null).join(" · ")}
          </span>
        </span>
        <StandingTag call={call} />
      </>
    );
  }
  return (
    <>
      <span className="grid size-7 shrink-0 place-items-center text-ink-3"><Zap aria-hidden size={16} /></span>
      <span className="min-w-0 flex-1 truncate font-semibold">{entry.action.title}</span>
      {entry.action.shortcut !== null && <Key shortcut={entry.action.shortcut} />}
    </>
  );
}

function useActions(): Action[] {
  const appliance = useAppliance();
  const { practice } = useClinic();
  const access = useStore(appliance.access);
  const navigate = useNavigate();
  const scenarios = useQuery({ ...appliance.queries.scenarios(), enabled: practice });
  const play = (id: string) =>
    void appliance.api.play(id).then(
      () => toast("A practice caller is ringing"),
      (error: unknown) => toast(FAILURE[codeOf(error)] ?? "The practice call could not be started."),
    );
  const places = access.state === "in" ? PLACES[access.session.role] : [];
  const action = (id: string, title: string, also: string, shortcut: string | null, run: () => void): Action => ({ id, title, also, shortcut, run });
  return [
    action("book", "Book an appointment", "new make", "b", () => openOverlay({ kind: "book", wish: {} })),
    ...places.map(({ to, word, keys }) => action(`go-${to}`, `Go to ${word}`, "open show", keys, () => void navigate({ to }))),
    action("undo", "Undo the last thing", "back", "mod+z", undoLast),
    ...practiceActions(practice ? scenarios.data?.items ?? [] : [], play),
    action("dark", "Dark appearance", "theme night", null, () => theme.set("dark")),
    action("light", "Light appearance", "theme day", null, () => theme.set("light")),
    action("system", "Appearance as this PC", "theme system", null, () => theme.set("system")),
    action("keys", "Keys", "shortcuts keyboard help", "?", () => openOverlay({ kind: "keys" })),
    action("lock", "Lock or switch person", "sign out leave", "mod+shift+l", () => lock(appliance)),
  ];
}
