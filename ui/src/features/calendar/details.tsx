/** What an appointment or a hold is, and what can be done with it, beside its block. */
import { Link } from "@tanstack/react-router";
import { CalendarX2, Check, FileText, MoveRight, Unlock } from "lucide-react";
import { useClinic, useToday } from "@/app/clinic";
import { useNow } from "@/app/now";
import { openOverlay } from "@/app/overlay";
import type { Appointment, Hold } from "@/api/types";
import { useChanges } from "@/features/booking/changes";
import { useRemaining } from "@/features/call/hold-strip";
import { useCut } from "@/features/frame/banner";
import { money } from "@/lib/money";
import { pastStamp, shortDateTime, timeOf } from "@/lib/times";
import { Button } from "@/ui/button";
import { HoldRing } from "@/ui/hold-ring";
import { Key } from "@/ui/key";

const NO_LINE = "There is no connection to the appliance";

export function AppointmentDetails({ appointment, onClose }: { appointment: Appointment; onClose: () => void }) {
  const { timezone } = useClinic();
  const today = useToday();
  const now = useNow(60_000);
  const { arrive, cancel } = useChanges();
  const unready = useCut() ? NO_LINE : null;
  const over = Date.parse(appointment.end) <= now;
  const { contact, callId } = appointment;
  return (
    <>
      <p className="text-phone font-[650]">
        {contact.id === null ? <bdi>{contact.name}</bdi> : <Person id={contact.id} name={contact.name} onOpen={onClose} />}
      </p>
      <p className="pt-1 font-semibold">{shortDateTime(appointment.start, timezone, today)} to {timeOf(appointment.end, timezone)}</p>
      <p className="text-ink-2">{appointment.procedureName}{appointment.price !== null && ` · ${money(appointment.price)}`}</p>
      <p className="text-ink-2">{[appointment.practitionerName, ...appointment.rooms].join(", ")}</p>
      <p className="pt-1.5 text-fine text-ink-3">
        Booked by {appointment.confirmedBy === "voxanne" ? "Voxanne" : "the desk"}, {pastStamp(appointment.createdAt, timezone, today)}
        {appointment.wonBack && ", won back by Sarah"}
      </p>
      <div className="mt-3 flex flex-wrap gap-2 border-t border-line pt-3">
        {!over && (
          <Button size="sm" unready={unready} onClick={() => { onClose(); openOverlay({ kind: "move", appointment }); }}>
            <MoveRight aria-hidden size={15} />Move<span className="touch:hidden"><Key shortcut="m" /></span>
          </Button>
        )}
        <Button size="sm" unready={unready} aria-pressed={appointment.arrived} onClick={() => void arrive(appointment, !appointment.arrived)}>
          <Check aria-hidden size={15} />{appointment.arrived ? "Not here yet" : "Here"}
        </Button>
        {callId !== null && (
          <Button asChild size="sm"><Link to="/calls/$callId" params={{ callId }}><FileText aria-hidden size={15} />Open call</Link></Button>
        )}
        {!over && (
          <Button size="sm" look="ghost" unready={unready} onClick={() => { onClose(); void cancel(appointment); }}>
            <CalendarX2 aria-hidden size={15} />Cancel appointment
          </Button>
        )}
      </div>
    </>
  );
}

export function HoldDetails({ hold, onClose }: { hold: Hold; onClose: () => void }) {
  const { timezone } = useClinic();
  const today = useToday();
  const { release } = useChanges();
  const left = useRemaining(hold);
  const unready = useCut() ? NO_LINE : null;
  const { callId } = hold;
  return (
    <>
      <p className="flex items-center gap-2 font-[650] text-held"><HoldRing share={left.share} />{left.ended ? "Released" : left.label}</p>
      <p className="pt-1 font-semibold">{shortDateTime(hold.start, timezone, today)} to {timeOf(hold.end, timezone)}</p>
      <p className="text-ink-2">{hold.procedureName}, {hold.practitionerName}</p>
      <p className="text-small text-ink-2"><bdi>{hold.who}</bdi>{hold.live && ", on the line with Voxanne"}</p>
      <div className="mt-3 flex flex-wrap gap-2 border-t border-line pt-3">
        {callId !== null && (
          <Button asChild size="sm"><Link to="/calls/$callId" params={{ callId }}><FileText aria-hidden size={15} />Open call</Link></Button>
        )}
        {!hold.live && !left.ended && (
          <Button size="sm" unready={unready} onClick={() => { onClose(); void release(hold); }}>
            <Unlock aria-hidden size={15} />Release
          </Button>
        )}
        {hold.live && <p className="text-fine text-ink-3">It ends by itself when the call does not book it.</p>}
      </div>
    </>
  );
}

function Person({ id, name, onOpen }: { id: string; name: string; onOpen: () => void }) {
  const open = () => {
    onOpen();
    openOverlay({ kind: "person", contactId: id, name });
  };
  return <button type="button" className="rounded-chip text-left hover:underline" onClick={open}><bdi>{name}</bdi></button>;
}
