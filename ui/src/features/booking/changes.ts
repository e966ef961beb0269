/** What the desk does to appointments and holds, each with its way back. */
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { codeOf } from "@/api/client";
import { KEY } from "@/api/queries";
import type { Appointment, Hold } from "@/api/types";
import { useAppliance, type Appliance } from "@/app/appliance";
import { useClinic } from "@/app/clinic";
import { shortDateTime } from "@/lib/times";
import { FAILURE } from "@/lib/words";
import { toast } from "@/ui/toast";

/** Reads again what a booking touches; the events say the same a moment later to everybody else. */
export function refresh({ cache }: Appliance): void {
  for (const key of [KEY.today, KEY.appointments, KEY.holds, KEY.slots]) void cache.invalidateQueries({ queryKey: [key] });
}

export function failure(error: unknown, otherwise: string): string {
  return FAILURE[codeOf(error)] ?? otherwise;
}

export function useChanges() {
  const appliance = useAppliance();
  const { timezone } = useClinic();
  const navigate = useNavigate();

  /** Runs one change; says how it went in a toast, because the row it came from may be gone. */
  const run = useCallback(
    async (change: () => Promise<unknown>, done: string, undo: (() => void) | null, failed: string) => {
      try {
        await change();
        toast(done, undo);
      } catch (error) {
        toast(failure(error, failed));
      } finally {
        refresh(appliance);
      }
    },
    [appliance],
  );

  const { api } = appliance;
  const when = (start: string) => shortDateTime(start, timezone);

  return {
    cancel: (appointment: Appointment) =>
      run(
        () => api.changeAppointment(appointment.id, { status: "cancelled" }),
        `Cancelled: ${appointment.contact.name}, ${when(appointment.start)}`,
        () => void run(
          () => api.changeAppointment(appointment.id, { status: "booked" }),
          `Booked again: ${appointment.contact.name}, ${when(appointment.start)}`, null, "It could not be booked again.",
        ),
        "It could not be cancelled.",
      ),
    /** After a move that has already happened. */
    moved: (before: Appointment, after: Appointment) => {
      refresh(appliance);
      toast(`Moved: ${after.contact.name}, ${when(after.start)}`, () =>
        void run(
          () => api.changeAppointment(before.id, { start: before.start, practitionerId: before.practitionerId }),
          `Moved back: ${before.contact.name}, ${when(before.start)}`, null, "It could not be moved back.",
        ));
    },
    /** After a booking that has already happened. */
    booked: (appointment: Appointment) => {
      refresh(appliance);
      toast(`Booked: ${appointment.contact.name}, ${when(appointment.start)}`, () =>
        void run(
          () => api.changeAppointment(appointment.id, { status: "cancelled" }),
          `Cancelled: ${appointment.contact.name}, ${when(appointment.start)}`, null, "It could not be cancelled.",
        ));
    },
    arrive: (appointment: Appointment, arrived: boolean) =>
      run(
        () => api.changeAppointment(appointment.id, { arrived }),
        arrived ? `Here: ${appointment.contact.name}` : `Not here yet: ${appointment.contact.name}`, null, "It could not be noted.",
      ),
    release: ({ id, start, practitionerId, procedureId, callId, who }: Hold) =>
      run(
        () => api.release(id),
        `Released: ${who}, ${when(start)}`,
        () => void run(
          () => api.claim({ slotStart: start, practitionerId, procedureId, ...(callId === null ? {} : { callId }) }),
          `Held again: ${who}, ${when(start)}`, null, "It could not be held again.",
        ),
        "It could not be released.",
      ),
    openCall: (callId: string) => navigate({ to: "/calls/$callId", params: { callId } }),
  };
}
