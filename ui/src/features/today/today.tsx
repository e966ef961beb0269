/** Today: does anything need me, who is on the line, who is next. */
import { useQuery } from "@tanstack/react-query";
import { useAppliance } from "@/app/appliance";
import { useClinic, useToday } from "@/app/clinic";
import { useNow } from "@/app/now";
import { longDate, timeOf } from "@/lib/times";
import { Card } from "@/ui/card";
import { Bones, Failed, RowBones } from "@/ui/states";
import { LiveCalls } from "./live-calls";
import { NeedsYou } from "./needs-you";
import { NextAppointments } from "./next-appointments";
import { SinceClosed } from "./since-closed";

export function TodayScreen() {
  const { queries } = useAppliance();
  const { timezone } = useClinic();
  const date = useToday();
  const today = useQuery(queries.today());

  return (
    <div className="flex min-h-full flex-col px-5 pt-3.5 pb-5 max-tab:px-4 max-tab:pt-2">
      <header className="flex min-h-9 flex-wrap items-center gap-x-6 gap-y-1 pb-3">
        <h1 className="font-serif text-title font-medium">{longDate(date)}</h1>
        <div className="ml-auto max-tab:hidden">
          {today.data !== undefined && <SinceClosed since={today.data.since} />}
        </div>
        <Clock zone={timezone} />
      </header>
      {today.data !== undefined ? (
        <div className="grid flex-1 grid-cols-[minmax(0,1fr)_336px] gap-4 max-wide:grid-cols-[minmax(0,1fr)_304px] max-pad:grid-cols-1 max-pad:content-start">
          <div className="flex min-w-0 flex-col gap-4">
            <NeedsYou needs={today.data.needsYou} />
            <LiveCalls live={today.data.live} askedAt={today.data.askedAt} />
          </div>
          <NextAppointments
            appointments={today.data.appointments}
            holds={today.data.holds}
            nextFree={today.data.nextFree}
          />
          <div className="px-1 tab:hidden"><SinceClosed since={today.data.since} /></div>
        </div>
      ) : today.isError ? (
        <Card className="grid flex-1 place-items-center">
          <Failed error={today.error} what="Today could not be read." onRetry={() => void today.refetch()} />
        </Card>
      ) : (
        <Loading />
      )}
    </div>
  );
}

/** The phone's own bar may be hidden in a full-screen app, so the page says the clinic's time. */
function Clock({ zone }: { zone: string }) {
  const now = useNow(60_000);
  return <span className="ml-auto text-small text-ink-2 tab:hidden">{timeOf(now, zone)}</span>;
}

function Loading() {
  return (
    <div className="grid flex-1 grid-cols-[minmax(0,1fr)_336px] gap-4 max-pad:grid-cols-1">
      <div className="flex flex-col gap-4">
        <Card><RowBones rows={4} /></Card>
        <Card className="flex-1 p-4"><Bones className="h-5 w-1/3" /></Card>
      </div>
      <Card><RowBones rows={8} /></Card>
    </div>
  );
}
