/** What a person has to deal with, the urgent first, then the oldest. */
import { Link, useNavigate } from "@tanstack/react-router";
import { CalendarX2, CircleCheck, Hand, PhoneIncoming, PhoneForwarded, TriangleAlert, Wrench, type LucideIcon } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useClinic, useToday } from "@/app/clinic";
import { useNow } from "@/app/now";
import { useShortcut } from "@/app/shortcuts";
import type { Need, NeedKind } from "@/api/types";
import { announceUrgent } from "@/features/frame/announcer";
import { useIsPhone } from "@/features/frame/media";
import { classes } from "@/lib/classes";
import { ago, pastStamp } from "@/lib/times";
import { Card, CardHead } from "@/ui/card";
import { Button } from "@/ui/button";
import { Empty } from "@/ui/states";
import { Tag } from "@/ui/tag";
import { NeedAction } from "./need-action";

const ICON: Record<NeedKind, LucideIcon> = {
  emergency: TriangleAlert,
  handover: PhoneForwarded,
  callback: PhoneIncoming,
  appointment_conflict: CalendarX2,
  tool_trouble: Wrench,
};

const ON_A_PHONE = 3;

export function inOrder(needs: readonly Need[]): Need[] {
  return [...needs].sort((a, b) => Number(b.urgent) - Number(a.urgent) || Date.parse(a.at) - Date.parse(b.at));
}

export function NeedsYou({ needs }: { needs: readonly Need[] }) {
  const list = useRef<HTMLUListElement>(null);
  const [all, setAll] = useState(false);
  const phone = useIsPhone();
  const ordered = inOrder(needs);
  const shown = phone && !all ? ordered.slice(0, ON_A_PHONE) : ordered;
  const more = ordered.length - shown.length;

  useShortcut("n", () => list.current?.querySelector<HTMLElement>("[data-act]")?.focus());
  useAnnounced(ordered);

  return (
    <Card aria-labelledby="needs-you">
      <CardHead
        id="needs-you"
        title="Needs you"
        tag={ordered.length > 0 && <Tag tone="needs" icon={Hand}>{ordered.length}</Tag>}
        aside={ordered.length > 1 && <span className="max-tab:hidden">Oldest first after urgent</span>}
      />
      {ordered.length === 0 ? (
        <Empty icon={CircleCheck} title="Nothing needs you" className="border-t border-line py-6">
          Emergencies, questions for the clinical team and people who want a call back appear here.
        </Empty>
      ) : (
        <ul ref={list}>
          {shown.map((need) => <NeedRow key={need.id} need={need} list={list} />)}
        </ul>
      )}
      {more > 0 && (
        <Button look="link" className="ring-inside w-full justify-start rounded-none border-t border-line" onClick={() => setAll(true)}>
          {more} more
        </Button>
      )}
    </Card>
  );
}

function NeedRow({ need, list }: { need: Need; list: React.RefObject<HTMLUListElement | null> }) {
  const { timezone } = useClinic();
  const today = useToday();
  const now = useNow(60_000);
  const navigate = useNavigate();
  const Icon = ICON[need.kind];
  const stamp = pastStamp(need.at, timezone, today);
  const past = need.urgent ? ago(need.at, now) : null;
  const second = [need.who, need.detail].filter((part) => part !== "").join(" · ");
  const { callId } = need;
  return (
    <li
      data-need={need.id}
      onClick={callId === null ? undefined : () => void navigate({ to: "/calls/$callId", params: { callId } })}
      className={classes(
        "flex animate-slide items-center gap-3 border-t px-3.5 py-[9px] max-tab:flex-wrap",
        callId !== null && "cursor-pointer",
        need.urgent ? "border-urgent-edge bg-urgent-soft" : "border-line hover:bg-canvas",
      )}
    >
      <span
        className={classes(
          "grid size-7 shrink-0 place-items-center rounded-control max-tab:self-start",
          !need.urgent && "max-tab:hidden",
          need.urgent ? "bg-urgent text-on-urgent" : "bg-needs-soft text-needs",
        )}
      >
        <Icon aria-hidden size={16} strokeWidth={1.9} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-semibold max-tab:text-phone tab:truncate" title={need.title}>
          {need.urgent && <span className="sr-only">Urgent: </span>}
          {callId === null ? need.title : (
            <Link to="/calls/$callId" params={{ callId }} onClick={(event) => event.stopPropagation()} className="rounded-chip">
              {need.title}
            </Link>
          )}
        </p>
        <p className="text-small text-ink-2 tab:truncate" title={second}>
          <bdi>{second}</bdi>
          <span className="tab:hidden"> · {stamp}{past !== null && `, ${past}`}</span>
        </p>
      </div>
      <time dateTime={need.at} className="text-fine text-ink-2 max-tab:hidden">
        {stamp}{past !== null && `, ${past}`}
      </time>
      <NeedAction
        need={need}
        onDone={() => {
          // The row leaves: whoever works by keyboard goes on with the next one.
          const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-need]") ?? [])];
          const index = rows.findIndex((row) => row.dataset["need"] === need.id);
          (rows[index + 1] ?? rows[index - 1])?.querySelector<HTMLElement>("[data-act]")?.focus();
        }}
      />
    </li>
  );
}

function useAnnounced(needs: readonly Need[]): void {
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    const fresh = needs.find((need) => need.urgent && known.current !== null && !known.current.has(need.id));
    if (fresh !== undefined) announceUrgent(`Urgent: ${fresh.title}. ${fresh.who}`);
    known.current = new Set(needs.map((need) => need.id));
  }, [needs]);
}
