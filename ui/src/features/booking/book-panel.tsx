/** Booking by hand: procedure, time, who. The time is held from the moment it is picked. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useAppliance } from "@/app/appliance";
import { useClinic } from "@/app/clinic";
import type { BookingWish } from "@/app/overlay";
import type { ContactInput } from "@/api/types";
import { useCut } from "@/features/frame/banner";
import { priceRange } from "@/lib/money";
import { useStore } from "@/lib/store";
import { Button } from "@/ui/button";
import { Field, Select } from "@/ui/field";
import { Drawer } from "@/ui/panel";
import { alternativesIn, Refused } from "./alternatives";
import { failure, refresh, useChanges } from "./changes";
import { draft, missing, startDraft, type Draft, type Who } from "./draft";
import { KeptTime } from "./kept-time";
import { TimePicker } from "./time-picker";
import { WhoPicker } from "./who-picker";

export function BookPanel({ wish, onClose }: { wish: BookingWish; onClose: () => void }) {
  const { api, clock } = useAppliance();
  const { timezone } = useClinic();
  const now = useStore(draft);
  useEffect(() => {
    if (draft.get() === null) draft.set(startDraft(wish, timezone, clock.now()));
  }, [wish, timezone, clock]);
  const close = () => {
    const kept = draft.get()?.kept;
    if (kept != null) void api.release(kept.holdId).catch(() => null);
    draft.set(null);
    onClose();
  };
  return (
    <Drawer open onClose={close} title="Book an appointment">
      {now !== null && <Form draft={now} onClose={close} onBooked={() => { draft.set(null); onClose(); }} />}
    </Drawer>
  );
}

function inputOf(who: NonNullable<Who>): ContactInput {
  if ("known" in who) return { id: who.known.id };
  const { name, phone, email, dateOfBirth } = who.fresh;
  return {
    name: name.trim(), phone: phone.trim(),
    ...(email.trim() === "" ? {} : { email: email.trim() }),
    ...(dateOfBirth === "" ? {} : { dateOfBirth }),
  };
}

function change(part: Partial<Draft>): void {
  draft.set((before) => before && { ...before, ...part });
}

function Form({ draft: now, onClose, onBooked }: { draft: Draft; onClose: () => void; onBooked: () => void }) {
  const appliance = useAppliance();
  const { api, queries } = appliance;
  const { booked } = useChanges();
  const cut = useCut();
  const procedures = useQuery(queries.procedures()).data?.items.filter(({ active }) => active) ?? [];
  const practitioners = useQuery(queries.practitioners()).data?.items.filter(({ active }) => active) ?? [];
  const nameOf = (id: string) => practitioners.find((one) => one.id === id)?.name ?? "";
  const procedure = procedures.find(({ id }) => id === now.procedureId);
  const chosen = practitioners.find(({ id }) => id === now.practitionerId);
  const offered = chosen === undefined ? procedures : procedures.filter(({ id }) => chosen.procedureIds.includes(id));
  const able = now.procedureId === "" ? practitioners : practitioners.filter(({ procedureIds }) => procedureIds.includes(now.procedureId));

  const claim = useMutation({
    mutationFn: async (time: { start: number; practitionerId: string }) => {
      const { procedureId, kept } = now;
      if (kept !== null) await api.release(kept.holdId).catch(() => null);
      const askedAt = appliance.clock.now();
      const claimed = await api.claim({ slotStart: new Date(time.start).toISOString(), practitionerId: time.practitionerId, procedureId });
      const totalSeconds = Math.max(1, Math.round((Date.parse(claimed.expiresAt) - askedAt) / 1000));
      return { ...claimed, ...time, procedureId, totalSeconds };
    },
    onSuccess: (kept) => {
      change({ kept });
      refresh(appliance);
      document.querySelector<HTMLElement>("[data-who]")?.focus();
    },
    onError: () => {
      change({ kept: null });
      refresh(appliance);
    },
  });
  const confirm = useMutation({
    mutationFn: ({ holdId, who }: { holdId: string; who: NonNullable<Who> }) => api.confirm(holdId, inputOf(who)),
    onSuccess: (appointment) => {
      booked(appointment);
      onBooked();
    },
    onError: () => refresh(appliance),
  });
  const lacks = missing(now);
  const refused = claim.error ?? confirm.error;

  const forget = () => {
    claim.reset();
    confirm.reset();
    if (now.kept !== null) void api.release(now.kept.holdId).catch(() => null);
    change({ kept: null });
  };

  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-5 py-4 [&>*]:shrink-0">
        <div className="grid grid-cols-2 gap-3 max-tab:grid-cols-1">
          <Field label="Procedure" hint={procedure && [`${procedure.minutes} min`, priceRange(procedure.priceFrom, procedure.priceTo)].filter(Boolean).join(" · ")}>
            {(parts) => (
              <Select {...parts} value={now.procedureId} onChange={(event) => { forget(); change({ procedureId: event.target.value }); }}>
                <option value="" disabled>Choose</option>
                {offered.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
              </Select>
            )}
          </Field>
          <Field label="With">
            {(parts) => (
              <Select {...parts} value={now.practitionerId ?? ""} onChange={(event) => { forget(); change({ practitionerId: event.target.value === "" ? null : event.target.value }); }}>
                <option value="">Anyone free</option>
                {able.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
              </Select>
            )}
          </Field>
        </div>
        {refused !== null && (
          <Refused
            sentence={failure(refused, "The booking could not be made. Nothing was changed.")}
            alternatives={alternativesIn(refused)}
            onPick={({ start, practitionerId }) => { confirm.reset(); claim.mutate({ start: Date.parse(start), practitionerId }); }}
          />
        )}
        {now.kept !== null ? (
          <KeptTime
            key={now.kept.holdId}
            kept={now.kept}
            practitioner={nameOf(now.kept.practitionerId)}
            onChange={forget}
            onAgain={() => { confirm.reset(); if (now.kept !== null) claim.mutate({ start: now.kept.start, practitionerId: now.kept.practitionerId }); }}
          />
        ) : now.procedureId === "" ? (
          <p className="rounded-control bg-sunken px-3 py-2.5 text-small text-ink-2">
            Free times appear once a procedure is chosen.
          </p>
        ) : (
          <TimePicker
            procedureId={now.procedureId}
            practitionerId={now.practitionerId}
            date={now.date}
            onDate={(date) => change({ date })}
            wished={now.wished}
            busy={claim.isPending}
            onPick={({ start, practitionerIds }) => {
              const practitionerId = practitionerIds[0];
              if (practitionerId !== undefined) claim.mutate({ start, practitionerId });
            }}
          />
        )}
        <WhoPicker who={now.who} onWho={(who) => change({ who })} />
      </div>
      <footer className="flex min-h-14 items-center gap-2.5 border-t border-line px-5 py-2.5">
        <p className="mr-auto text-small text-ink-2" role="status">
          {cut ? "There is no connection to the appliance." : lacks === null ? "Ready to book." : `${lacks}.`}
        </p>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look="primary"
          unready={cut ? "There is no connection to the appliance" : confirm.isPending ? "Being booked" : lacks}
          onClick={() => now.kept !== null && now.who !== null && confirm.mutate({ holdId: now.kept.holdId, who: now.who })}
        >
          Book
        </Button>
      </footer>
    </>
  );
}
