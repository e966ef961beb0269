/** Every call that the UI makes to the appliance, by name. */
import type { Client } from "./client";
import type {
  Appointment, AppointmentStatus, AuditEntry, Call, CallSummary, Claimed, Clinic, ClinicName, Contact,
  ContactInput, Health, Hold, Line, List, OriginalTurn, PlainDate, Practitioner, Privacy, PrivacyChange, Procedure, Scenario,
  Session, Slot, StaffAccount, Today, Tried,
} from "./types";

const PAGE = 50;
/** For what must be complete, such as a week of the calendar: fewer, larger pages. */
const LARGE_PAGE = 200;

export interface ClaimInput {
  slotStart: string;
  practitionerId: string;
  procedureId: string;
  callId?: string;
}

export type AppointmentChange =
  | { start: string; practitionerId: string }
  | { status: AppointmentStatus }
  | { arrived: boolean };

/** Every item of a list, page after page: what a calendar left out would look free. */
export async function whole<T>(read: (cursor: string | null) => Promise<List<T>>): Promise<List<T>> {
  const first = await read(null);
  const items = [...first.items];
  for (let cursor = first.nextCursor; cursor !== null;) {
    const page = await read(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return { ...first, items, nextCursor: null };
}

export function endpoints(client: Client) {
  const at = client.clinicPath.bind(client);
  return {
    clinics: () => client.get<ClinicName[]>("/api/clinics"),
    session: () => client.get<Session>("/api/session"),
    signIn: (input: { clinicId: string; username: string; password: string } | { link: string }) =>
      client.post<Session>("/api/session", input),
    signOut: () => client.delete("/api/session"),

    clinic: () => client.get<Clinic>(at("/clinic")),
    line: () => client.get<Line>(at("/line")),
    health: () => client.get<Health>("/health"),
    staff: () => whole((cursor) => client.get<List<StaffAccount>>(at("/staff", { limit: LARGE_PAGE, cursor }))),
    audit: (query: { cursor?: string | null }) => client.get<List<AuditEntry>>(at("/audit", { limit: PAGE, ...query })),
    today: () => client.get<Today>(at("/today")),
    procedures: () => client.get<List<Procedure>>(at("/procedures")),
    practitioners: () => client.get<List<Practitioner>>(at("/practitioners")),
    holds: () => client.get<{ items: Hold[] }>(at("/holds")),
    eventsPath: () => at("/events"),

    slots: (query: { procedureId: string; practitionerId: string | null; from: PlainDate; to: PlainDate }) =>
      client.get<{ slots: Slot[] }>(at("/slots", query)),
    claim: (input: ClaimInput) => client.post<Claimed>(at("/booking/claim-slot"), input),
    confirm: (holdId: string, contact: ContactInput) =>
      client.post<Appointment>(at("/booking/confirm"), { holdId, contact }),
    release: (holdId: string) => client.post<null>(at("/booking/release"), { holdId }),

    appointments: (query: { from?: string; to?: string; practitionerId?: string; contactId?: string; status?: AppointmentStatus }) =>
      whole((cursor) => client.get<List<Appointment>>(at("/appointments", { ...query, limit: LARGE_PAGE, cursor }))),
    changeAppointment: (id: string, change: AppointmentChange) =>
      client.patch<Appointment>(at(`/appointments/${encodeURIComponent(id)}`), change),

    calls: (query: { status?: string; q?: string; cursor?: string | null; limit?: number }) =>
      client.get<List<CallSummary>>(at("/calls", { limit: PAGE, ...query })),
    call: (id: string) => client.get<Call>(at(`/calls/${encodeURIComponent(id)}`)),

    consent: (callId: string, given: boolean) =>
      client.post<null>(at(`/calls/${encodeURIComponent(callId)}/consent`), { given }),
    original: (callId: string, reason: string) =>
      client.post<{ turns: OriginalTurn[] }>(at(`/calls/${encodeURIComponent(callId)}/original`), { reason }),

    privacy: () => client.get<Privacy>(at("/privacy")),
    changePrivacy: (change: PrivacyChange) => client.patch<Privacy>(at("/privacy"), change),
    tryRedaction: (text: string) => client.post<Tried>(at("/privacy/try"), { text }),

    contacts: (query: { q: string; limit: number }) => client.get<List<Contact>>(at("/contacts", query)),
    contact: (id: string) => client.get<Contact>(at(`/contacts/${encodeURIComponent(id)}`)),

    done: (needId: string) => client.post<null>(at(`/needs-you/${encodeURIComponent(needId)}/done`)),
    undoDone: (needId: string) => client.post<null>(at(`/needs-you/${encodeURIComponent(needId)}/undo`)),

    scenarios: () => client.get<{ items: Scenario[] }>(at("/practice/scenarios")),
    play: (scenario: string) => client.post<{ callId: string }>(at("/practice/play"), { scenario }),
  };
}

export type Api = ReturnType<typeof endpoints>;
