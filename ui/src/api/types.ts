/**
 * What the appliance says, in one place: the shapes of the staff API.
 *
 * Nothing else in the UI describes the wire. Each name here can become an alias of the
 * generated schema without a change anywhere else.
 */

/** An instant, RFC 3339 in UTC. Shown only in the clinic's zone. */
export type Instant = string;
/** A day in the clinic's zone, `YYYY-MM-DD`. */
export type PlainDate = string;

export interface Money {
  amountMinor: number;
  currency: string;
}

export type ErrorCode =
  | "unauthorized" | "forbidden" | "csrf" | "bad_origin" | "locked_out" | "rate_limited"
  | "not_found" | "bad_request" | "validation" | "unsupported_media_type" | "payload_too_large"
  | "slot_taken" | "slot_unavailable" | "slot_in_past" | "procedure_not_offered"
  | "hold_expired" | "hold_ended" | "version_conflict"
  | "store_full" | "store_unavailable" | "read_only" | "not_practice" | "internal";

export interface List<T> {
  items: T[];
  total: number;
  nextCursor: string | null;
}

export type Role = "front_desk" | "manager" | "it_admin";

export interface Session {
  clinicId: string;
  staff: { id: string; name: string; username: string };
  role: Role;
  csrfToken: string;
  expiresAt: Instant;
}

export interface ClinicName {
  id: string;
  name: string;
  practice: boolean;
}

export interface Clinic extends ClinicName {
  timezone: string;
  country: string;
  currency: string;
  now: Instant;
}

export type LineState = "open" | "practice" | "catching_up" | "no_way_in" | "offline";

export interface Line {
  state: LineState;
  since: Instant;
  caughtUpAt: Instant | null;
  live: number;
  detail: string;
}

export interface Procedure {
  id: string;
  name: string;
  aliases: string[];
  minutes: number;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  priceFrom: Money | null;
  priceTo: Money | null;
  recovery: string | null;
  active: boolean;
  needs: { kind: "room" | "device"; anyOf: string[] }[];
}

export interface WeeklyHours {
  /** Monday is 1. */
  weekday: number;
  from: string;
  to: string;
}

export interface HoursException {
  id: string;
  date: PlainDate;
  from: string | null;
  to: string | null;
  kind: "closed" | "open";
  reason: string | null;
}

export interface Practitioner {
  id: string;
  name: string;
  title: string | null;
  specialty: string | null;
  procedureIds: string[];
  active: boolean;
  weeklyHours: WeeklyHours[];
  exceptions: HoursException[];
  room: string | null;
}

export interface Slot {
  id: string;
  start: Instant;
  end: Instant;
  practitionerId: string;
}

export interface Alternative extends Slot {
  practitionerName: string;
}

export interface Hold {
  id: string;
  kind: "live" | "recovery";
  practitionerId: string;
  practitionerName: string;
  procedureId: string;
  procedureName: string;
  start: Instant;
  end: Instant;
  expiresAt: Instant;
  renewedAt: Instant;
  totalSeconds: number;
  callId: string | null;
  who: string;
  live: boolean;
}

export interface Claimed {
  holdId: string;
  expiresAt: Instant;
}

export type AppointmentStatus = "booked" | "cancelled";

export interface Appointment {
  id: string;
  practitionerId: string;
  practitionerName: string;
  procedureId: string;
  procedureName: string;
  start: Instant;
  end: Instant;
  status: AppointmentStatus;
  arrived: boolean;
  contact: { id: string; name: string };
  callId: string | null;
  createdAt: Instant;
  confirmedBy: "voxanne" | "staff";
  price: Money | null;
  rooms: string[];
  wonBack: boolean;
}

export type CallStatus =
  | "ringing" | "in_progress" | "completed" | "abandoned"
  | "follow_up_sent" | "recovered" | "expired" | "failed";

export type CallOutcome =
  | "booked" | "enquiry" | "handed_over" | "emergency" | "abandoned" | "not_reached";

export interface CallSummary {
  id: string;
  providerCallId: string;
  direction: "inbound" | "outbound";
  status: CallStatus;
  outcome: CallOutcome | null;
  live: boolean;
  startedAt: Instant;
  answeredAt: Instant | null;
  endedAt: Instant | null;
  durationSeconds: number | null;
  who: string;
  contactId: string | null;
  phoneEnding: string | null;
  reason: string | null;
  endedReason: string | null;
}

export type Speaker = "caller" | "voxanne" | "system";

export interface Turn {
  id: string;
  speaker: Speaker;
  at: Instant;
  secondsFromStart: number | null;
  text: string;
  final: boolean;
  answerMs: number | null;
}

export type TimelineKind =
  | "answered" | "offered" | "held" | "renewed" | "confirmed" | "released" | "moved" | "cancelled"
  | "contact_saved" | "handed_over" | "emergency" | "ended" | "hold_expired" | "recovery_hold"
  | "tool_error" | "stalled" | "transferred";

export interface TimelineEvent {
  at: Instant;
  secondsFromStart: number | null;
  kind: TimelineKind;
  text: string;
}

export interface Call extends CallSummary {
  turns: Turn[];
  timeline: TimelineEvent[];
  hold: Hold | null;
  appointment: Appointment | null;
  redactions: number;
  cost: { total: Money | null } | null;
  consent: { given: boolean; at: Instant } | null;
}

export interface Contact {
  id: string;
  name: string;
  phone: string | null;
  email: string | null;
  dateOfBirth: PlainDate | null;
  createdAt: Instant;
  lastCallAt: Instant | null;
}

export interface ContactInput {
  id?: string;
  name?: string;
  phone?: string;
  email?: string;
  dateOfBirth?: PlainDate;
}

export type NeedKind =
  | "emergency" | "handover" | "callback" | "appointment_conflict" | "tool_trouble";

export interface Need {
  id: string;
  kind: NeedKind;
  urgent: boolean;
  title: string;
  detail: string;
  who: string;
  phone: string | null;
  callId: string | null;
  contactId: string | null;
  at: Instant;
}

export interface PartialTurn {
  speaker: Speaker;
  text: string;
}

export interface LiveCall {
  call: CallSummary;
  turns: Turn[];
  partial: PartialTurn | null;
  hold: Hold | null;
}

export interface Today {
  date: PlainDate;
  needsYou: Need[];
  live: LiveCall[];
  appointments: Appointment[];
  holds: Hold[];
  since: { from: Instant; answered: number; booked: number; wonBack: number; missed: number };
  nextFree: { start: Instant; practitionerName: string } | null;
}

export interface Scenario {
  id: string;
  title: string;
  description: string;
}

export interface ApplianceEvents {
  hello: { cursor: string };
  "call.started": { callId: string };
  "call.updated": { callId: string };
  "call.turn": { callId: string; turn: Turn };
  "call.partial": { callId: string; speaker: Speaker; text: string };
  "hold.changed": { holdId: string };
  "appointment.changed": { appointmentId: string };
  "contact.changed": { contactId: string };
  "needs.changed": Record<string, never>;
  "catalogue.changed": Record<string, never>;
  "line.changed": Record<string, never>;
  reset: Record<string, never>;
}

export type EventName = keyof ApplianceEvents;

export const EVENT_NAMES: readonly EventName[] = [
  "hello", "call.started", "call.updated", "call.turn", "call.partial", "hold.changed",
  "appointment.changed", "contact.changed", "needs.changed", "catalogue.changed",
  "line.changed", "reset",
];
