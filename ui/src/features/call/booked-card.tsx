import { CalendarCheck2, CalendarX2 } from "lucide-react";
import type { Appointment } from "@/api/types";
import { useClinic, useToday } from "@/app/clinic";
import { money } from "@/lib/money";
import { pastStamp, shortDateTime, timeOf } from "@/lib/times";
import { Card, CardHead } from "@/ui/card";

/** What came of the call. */
export function BookedCard({ appointment }: { appointment: Appointment }) {
  const { timezone } = useClinic();
  const today = useToday();
  const cancelled = appointment.status === "cancelled";
  const Icon = cancelled ? CalendarX2 : CalendarCheck2;
  const place = [appointment.practitionerName, ...appointment.rooms].join(", ");
  return (
    <Card aria-labelledby="booked">
      <CardHead
        id="booked"
        title={cancelled ? "Was booked, now cancelled" : "What was booked"}
        tag={<Icon aria-hidden size={16} className="order-first text-accent" />}
        aside={<span className="text-fine">{cancelled ? null : `Confirmed ${pastStamp(appointment.createdAt, timezone, today)}`}</span>}
      />
      <div className="px-3.5 pb-3.5">
        <p className={cancelled ? "text-lead font-[650] text-ink-2 line-through" : "text-lead font-[650]"}>
          {shortDateTime(appointment.start, timezone, today)} to {timeOf(appointment.end, timezone)}
        </p>
        <p className="text-ink-2">
          {appointment.procedureName}
          {appointment.price !== null && ` · ${money(appointment.price)}`}
        </p>
        <p className="text-ink-2">{place}</p>
      </div>
    </Card>
  );
}
