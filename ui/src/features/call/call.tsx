/** One call: how it ended, what was said, what happened, what was booked. */
import { useQuery } from "@tanstack/react-query";
import { Link, useCanGoBack, useNavigate, useParams, useRouter } from "@tanstack/react-router";
import { ArrowLeft, CalendarDays, Coins, FileQuestion } from "lucide-react";
import { useAppliance } from "@/app/appliance";
import { useClinic, useToday } from "@/app/clinic";
import { useNow } from "@/app/now";
import { codeOf } from "@/api/client";
import { saidSoFar } from "@/api/live";
import type { Call } from "@/api/types";
import { useStore } from "@/lib/store";
import { money } from "@/lib/money";
import { dayAndTime, mss, spokenDuration } from "@/lib/times";
import { zoned } from "@/lib/zone";
import { Button } from "@/ui/button";
import { Card, CardHead } from "@/ui/card";
import { Bones, Empty, Failed, RowBones } from "@/ui/states";
import { BookedCard } from "./booked-card";
import { HoldStrip } from "./hold-strip";
import { StandingTag } from "./outcome";
import { PrivacyCard } from "./privacy-card";
import { Timeline } from "./timeline";
import { Transcript } from "./transcript";

export function CallScreen() {
  const { queries } = useAppliance();
  const { callId } = useParams({ from: "/calls/$callId" });
  const call = useQuery(queries.call(callId));
  return (
    <div className="flex min-h-full flex-col px-5 pt-3.5 pb-5 max-tab:px-4 max-tab:pt-2">
      {call.data !== undefined ? (
        <Loaded call={call.data} />
      ) : call.isError ? (
        <Card className="grid flex-1 place-items-center">
          {codeOf(call.error) === "not_found" ? (
            <Empty icon={FileQuestion} title="This call is not here" action={<Button asChild><Link to="/calls">All calls</Link></Button>}>
              It may have been erased with its contact.
            </Empty>
          ) : (
            <Failed error={call.error} what="The call could not be read." onRetry={() => void call.refetch()} />
          )}
        </Card>
      ) : (
        <>
          <Bones className="mb-4 h-8 w-64" />
          <Card className="flex-1"><RowBones rows={8} /></Card>
        </>
      )}
    </div>
  );
}

function Loaded({ call }: { call: Call & { askedAt: number } }) {
  const heard = useStore(useAppliance().live.store).get(call.id);
  const turns = call.live ? saidSoFar(call.turns, call.askedAt, heard?.turns ?? []) : call.turns;
  const partial = call.live ? (heard?.partial === undefined ? call.partial : heard.partial) : null;
  return (
    <>
      <Head call={call} />
      <div className="grid flex-1 grid-cols-[minmax(0,1fr)_372px] items-start gap-4 max-wide:grid-cols-[minmax(0,1fr)_320px] max-pad:grid-cols-1">
        <div className="flex min-h-full min-w-0 flex-col [&>*]:flex-1">
          <Transcript turns={turns} partial={partial} redactions={call.redactions} live={call.live} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {call.hold !== null && <HoldStrip hold={call.hold} />}
          {call.appointment !== null && <BookedCard appointment={call.appointment} />}
          <Timeline timeline={call.timeline} />
          <PrivacyCard call={call} />
          {call.cost?.total != null && (
            <Card>
              <CardHead
                title="Cost"
                tag={<Coins aria-hidden size={16} className="order-first text-ink-3" />}
                aside={<b className="font-[650] text-ink">{money(call.cost.total)}</b>}
              />
            </Card>
          )}
        </div>
      </div>
    </>
  );
}

function Head({ call }: { call: Call }) {
  const { timezone } = useClinic();
  const today = useToday();
  const { appointment } = call;
  const facts = [
    `${call.direction === "inbound" ? "Inbound" : "Outbound"}, ${dayAndTime(call.startedAt, timezone, today)}`,
    call.durationSeconds === null || call.durationSeconds === 0 ? null : spokenDuration(call.durationSeconds),
    call.answeredAt === null ? "not answered" : call.live ? "Voxanne is answering" : "answered by Voxanne",
    call.reason,
  ].filter((fact) => fact !== null);
  return (
    <header className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1.5 pb-3">
      <Back />
      <h1 className="min-w-0 truncate font-serif text-title font-medium" title={call.who}><bdi>{call.who}</bdi></h1>
      <StandingTag call={call} />
      {call.live && <Elapsed since={call.answeredAt ?? call.startedAt} />}
      <p className="min-w-0 flex-1 basis-64 text-small text-ink-2 max-tab:basis-full">{facts.join(" · ")}</p>
      {appointment !== null && appointment.status === "booked" && (
        <Button asChild look="primary" className="ml-auto max-tab:ml-0 max-tab:w-full">
          <Link to="/calendar" search={{ date: zoned(appointment.start, timezone).date, appointment: appointment.id }}>
            <CalendarDays aria-hidden size={16} />Open appointment
          </Link>
        </Button>
      )}
    </header>
  );
}

function Back() {
  const router = useRouter();
  const navigate = useNavigate();
  const canGoBack = useCanGoBack();
  return (
    <Button
      look="ghost" size="icon" aria-label="Back" className="-ml-2"
      onClick={() => (canGoBack ? router.history.back() : void navigate({ to: "/calls" }))}
    >
      <ArrowLeft aria-hidden size={18} />
    </Button>
  );
}

function Elapsed({ since }: { since: string }) {
  const now = useNow(1000);
  return <span role="timer" className="font-semibold text-live">{mss((now - Date.parse(since)) / 1000)}</span>;
}
