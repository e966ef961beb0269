/** Another time for an appointment that stands. It keeps its old time until the new one is taken. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { useAppliance } from "@/app/appliance";
import { useClinic, useToday } from "@/app/clinic";
import type { Appointment } from "@/api/types";
import { useCut } from "@/features/frame/banner";
import { shortDateTime } from "@/lib/times";
import { zoned } from "@/lib/zone";
import { Button } from "@/ui/button";
import { Field, Select } from "@/ui/field";
import { Drawer } from "@/ui/panel";
import { alternativesIn, Refused } from "./alternatives";
import { failure, refresh, useChanges } from "./changes";
import { TimePicker } from "./time-picker";

interface Target {
  start: string;
  practitionerId: string;
}

export function MovePanel({ appointment, onClose }: { appointment: Appointment; onClose: () => void }) {
  const appliance = useAppliance();
  const { api, queries } = appliance;
  const { timezone } = useClinic();
  const { moved } = useChanges();
  const today = useToday();
  const cut = useCut();
  const day = zoned(appointment.start, timezone).date;
  const [date, setDate] = useState(day < today ? today : day);
  const [practitionerId, setPractitioner] = useState<string | null>(appointment.practitionerId);
  const [target, setTarget] = useState<Target | null>(null);
  const practitioners = useQuery(queries.practitioners()).data?.items ?? [];
  const able = practitioners.filter((one) => one.active && one.procedureIds.includes(appointment.procedureId));
  const nameOf = (id: string) => practitioners.find((one) => one.id === id)?.name ?? "";

  const move = useMutation({
    mutationFn: (to: Target) => api.changeAppointment(appointment.id, to),
    onSuccess: (after) => {
      moved(appointment, after);
      onClose();
    },
    onError: () => {
      setTarget(null);
      refresh(appliance);
    },
  });

  return (
    <Drawer
      open onClose={onClose} title={`Move ${appointment.contact.name}`}
      description={`${appointment.procedureName} · ${appointment.practitionerName}`}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-5 py-4 [&>*]:shrink-0">
        <div className="grid grid-cols-[1fr_20px_1fr] items-center gap-2 rounded-control bg-sunken px-3 py-2.5">
          <div>
            <p className="text-fine text-ink-3">From</p>
            <p className={target === null ? "font-semibold" : "font-semibold text-ink-2 line-through"}>{shortDateTime(appointment.start, timezone, today)}</p>
          </div>
          <ArrowRight aria-hidden size={16} className="text-ink-3" />
          <div>
            <p className="text-fine text-ink-3">To</p>
            <p className="font-semibold">{target === null ? "Choose a time" : shortDateTime(target.start, timezone, today)}</p>
          </div>
        </div>
        <Field label="With">
          {(parts) => (
            <Select {...parts} value={practitionerId ?? ""} onChange={(event) => { setTarget(null); setPractitioner(event.target.value === "" ? null : event.target.value); }}>
              <option value="">Anyone free</option>
              {able.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
            </Select>
          )}
        </Field>
        {move.error !== null && (
          <Refused
            sentence={failure(move.error, "It could not be moved. It still has its old time.")}
            alternatives={alternativesIn(move.error)}
            onPick={({ start, practitionerId: who }) => { move.reset(); setTarget({ start, practitionerId: who }); }}
          />
        )}
        <TimePicker
          procedureId={appointment.procedureId}
          practitionerId={practitionerId}
          date={date}
          onDate={setDate}
          wished={target === null ? null : Date.parse(target.start)}
          busy={move.isPending}
          onPick={({ start, practitionerIds }) => {
            move.reset();
            setTarget({ start: new Date(start).toISOString(), practitionerId: practitionerIds[0] ?? appointment.practitionerId });
          }}
        />
      </div>
      <footer className="flex min-h-14 items-center gap-2.5 border-t border-line px-5 py-2.5">
        <p className="mr-auto text-small text-ink-2" role="status">
          {target === null ? "Choose a time." : target.practitionerId === appointment.practitionerId ? "" : `With ${nameOf(target.practitionerId)}.`}
        </p>
        <Button onClick={onClose}>Keep the old time</Button>
        <Button
          look="primary"
          unready={cut ? "There is no connection to the appliance" : target === null ? "Choose a time" : null}
          onClick={() => target !== null && move.mutate(target)}
        >
          Move
        </Button>
      </footer>
    </Drawer>
  );
}
