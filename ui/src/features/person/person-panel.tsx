/** Somebody the clinic knows: how to reach them, what is booked, what was said. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CalendarX2, Phone } from "lucide-react";
import { useAppliance } from "@/app/appliance";
import { useClinic, useToday } from "@/app/clinic";
import { openOverlay } from "@/app/overlay";
import { StandingTag } from "@/features/call/outcome";
import { dayAndTime, pastStamp, shortDate, shortDateTime } from "@/lib/times";
import { phoneNumber } from "@/lib/words";
import { zoned } from "@/lib/zone";
import { Button } from "@/ui/button";
import { Drawer } from "@/ui/panel";
import { Failed, RowBones } from "@/ui/states";
import { Tag } from "@/ui/tag";

export function PersonPanel({ contactId, name, onClose }: { contactId: string; name: string; onClose: () => void }) {
  const { queries } = useAppliance();
  const { timezone } = useClinic();
  const today = useToday();
  const contact = useQuery(queries.contact(contactId));
  const appointments = useQuery(queries.appointments({ contactId }));
  const calls = useQuery(queries.findCalls(name));
  const theirs = calls.data?.items.filter((call) => call.contactId === contactId) ?? [];
  const visits = [...(appointments.data?.items ?? [])].sort((a, b) => Date.parse(b.start) - Date.parse(a.start));
  const facts: [string, React.ReactNode][] = contact.data === undefined ? [] : [
    ["Phone", contact.data.phone === null ? "Not known" : (
      <a href={`tel:${contact.data.phone}`} className="inline-flex items-center gap-1.5 rounded-chip font-semibold hover:underline">
        <Phone aria-hidden size={14} className="text-ink-3" />{phoneNumber(contact.data.phone)}
      </a>
    )],
    ["Email", contact.data.email ?? "Not known"],
    ["Date of birth", contact.data.dateOfBirth === null ? "Not known" : `${shortDate(contact.data.dateOfBirth).slice(4)} ${contact.data.dateOfBirth.slice(0, 4)}`],
    ["Known since", shortDate(zoned(contact.data.createdAt, timezone).date, today).slice(4)],
  ];
  return (
    <Drawer open onClose={onClose} title={name}>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-5 py-4 [&>*]:shrink-0">
        {contact.isError && <Failed error={contact.error} what="This person could not be read." onRetry={() => void contact.refetch()} />}
        {contact.isPending && <RowBones rows={3} />}
        {facts.length > 0 && (
          <dl className="grid grid-cols-[110px_1fr] gap-x-3 gap-y-1.5">
            {facts.map(([label, value]) => (
              <div key={label} className="contents"><dt className="text-ink-3">{label}</dt><dd className="min-w-0 break-words">{value}</dd></div>
            ))}
          </dl>
        )}
        <section>
          <h3 className="pb-1 text-section font-[650]">Appointments</h3>
          {appointments.data !== undefined && visits.length === 0 && <p className="text-small text-ink-2">None yet.</p>}
          <ul>
            {visits.map((visit) => (
              <li key={visit.id} className="border-t border-line">
                <Link
                  to="/calendar" search={{ date: zoned(visit.start, timezone).date, appointment: visit.status === "booked" ? visit.id : undefined }}
                  onClick={onClose} className="ring-inside flex min-h-[50px] items-center gap-3 py-1.5 hover:bg-canvas"
                >
                  <span className="min-w-0 flex-1">
                    <span className="block font-semibold">{shortDateTime(visit.start, timezone, today)}</span>
                    <span className="block truncate text-small text-ink-2">{visit.procedureName} · {visit.practitionerName}</span>
                  </span>
                  {visit.status === "cancelled" && <Tag tone="plain" icon={CalendarX2}>Cancelled</Tag>}
                </Link>
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h3 className="pb-1 text-section font-[650]">Calls</h3>
          {calls.data !== undefined && theirs.length === 0 && <p className="text-small text-ink-2">None found.</p>}
          <ul>
            {theirs.map((call) => (
              <li key={call.id} className="border-t border-line">
                <Link
                  to="/calls/$callId" params={{ callId: call.id }} onClick={onClose}
                  className="ring-inside flex min-h-[50px] items-center gap-3 py-1.5 hover:bg-canvas"
                >
                  <span className="min-w-0 flex-1">
                    <span className="block truncate font-semibold">{call.reason ?? "Reason not said"}</span>
                    <span className="block text-small text-ink-2">{dayAndTime(call.startedAt, timezone, today)}</span>
                  </span>
                  <StandingTag call={call} />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <footer className="flex min-h-14 items-center gap-2.5 border-t border-line px-5 py-2.5">
        <p className="mr-auto text-small text-ink-2">
          {contact.data?.lastCallAt != null && `Last call ${pastStamp(contact.data.lastCallAt, timezone, today)}`}
        </p>
        <Button look="primary" onClick={() => openOverlay({ kind: "book", wish: { contact: { id: contactId, name } } })}>Book</Button>
      </footer>
    </Drawer>
  );
}
