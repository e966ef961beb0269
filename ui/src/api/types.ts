/**
 * What the appliance says, in one place: the shapes of the staff API as the UI names them.
 *
 * Every shape is the generated schema's, so a change of the API shows up here when the UI is built. What is
 * added is only what the schema says in prose: which words a text field may hold. Events are not part of an
 * OpenAPI document and stand here alone.
 */
import type { components } from "./schema.gen";

type Schemas = components["schemas"];
/** A reply: fields that may be empty are there all the same, as null. */
type Told<T> = { [K in keyof T]-?: Exclude<T[K], undefined> };
/** A reply of which some fields are known more closely. */
type With<T, Known extends { [K in keyof Known]: K extends keyof T ? unknown : never }> = Omit<Told<T>, keyof Known> & Known;

/** An instant, RFC 3339 in UTC. Shown only in the clinic's zone. */
export type Instant = string;
/** A day in the clinic's zone, `YYYY-MM-DD`. */
export type PlainDate = string;

export type Money = Told<Schemas["MoneyView"]>;
export type ErrorCode = Schemas["ErrorCode"];

export interface List<T> {
  items: T[];
  total: number;
  nextCursor: string | null;
}

export type Role = "front_desk" | "manager" | "it_admin";
export type Session = With<Schemas["Session"], { role: Role; staff: Told<Schemas["SignedInStaff"]> }>;
export type ClinicName = Told<Schemas["ClinicChoice"]>;
export type Clinic = Told<Schemas["ClinicView"]>;
export type Health = With<Schemas["Health"], { status: "ok" | "degraded" }>;
export type StaffAccount = With<Schemas["StaffView"], { role: Role; lockedUntil: Instant | null }>;
export type AuditEntry = Told<Schemas["AuditView"]>;
export type LineState = Schemas["LineState"];
export type Line = With<Schemas["LineView"], { caughtUpAt: Instant | null }>;

export type Procedure = With<Schemas["ProcedureView"], { priceFrom: Money | null; priceTo: Money | null }>;
export type WeeklyHours = Told<Schemas["HoursView"]>;
export type HoursException = With<Schemas["ExceptionView"], { kind: "closed" | "open" }>;
export type Practitioner = With<Schemas["PractitionerView"], { weeklyHours: WeeklyHours[]; exceptions: HoursException[] }>;

export type Slot = Told<Schemas["SlotView"]>;
export type Alternative = Told<Schemas["Offered"]>;
export type Hold = With<Schemas["HoldView"], { kind: "live" | "recovery" }>;
export type Claimed = Told<Schemas["Claimed"]>;

export type AppointmentStatus = "booked" | "cancelled";
export type Appointment = With<
  Schemas["AppointmentView"],
  {
    status: AppointmentStatus;
    confirmedBy: "voxanne" | "staff";
    contact: Told<Schemas["WhoseView"]>;
    price: Money | null;
  }
>;

export type CallStatus =
  | "ringing" | "in_progress" | "completed" | "abandoned"
  | "follow_up_sent" | "recovered" | "expired" | "failed";

export type CallOutcome =
  | "booked" | "enquiry" | "handed_over" | "emergency" | "abandoned" | "not_reached";

export type CallSummary = With<
  Schemas["CallSummary"],
  { direction: "inbound" | "outbound"; status: CallStatus; outcome: CallOutcome | null }
>;

export type Speaker = "caller" | "voxanne" | "system";
export type Turn = With<Schemas["TurnView"], { speaker: Speaker }>;

export type TimelineKind =
  | "answered" | "offered" | "held" | "renewed" | "confirmed" | "released" | "moved" | "cancelled"
  | "contact_saved" | "handed_over" | "emergency" | "ended" | "hold_expired" | "recovery_hold"
  | "tool_error" | "stalled" | "transferred" | "consent_given" | "consent_withdrawn";

export type TimelineEvent = With<Schemas["TimelineEventView"], { kind: TimelineKind }>;

/** The kinds of personal detail that redaction takes out. */
export type RemovedLabel = "NAME" | "PHONE" | "EMAIL" | "ADDRESS" | "DOB" | "ID" | "CARD" | "MEDICAL";
export type Removed = With<Schemas["RemovedView"], { label: RemovedLabel }>;
export type ConsentChannel = "phone" | "desk" | "sms" | "web";
/** What a caller answered when asked whether their exact words may be kept. */
export type Consent = With<Schemas["ConsentView"], { channel: ConsentChannel }>;
/** One turn as it was said. Never cached: it lives in the dialog that shows it, and nowhere else. */
export type OriginalTurn = With<Schemas["OriginalTurn"], { speaker: Speaker }>;
export type Privacy = Told<Schemas["Privacy"]>;
export type PrivacyChange = Partial<Privacy>;
export type Tried = With<Schemas["TriedResult"], { labels: RemovedLabel[] }>;

export type Call = CallSummary & {
  turns: Turn[];
  timeline: TimelineEvent[];
  hold: Hold | null;
  appointment: Appointment | null;
  redactions: number;
  cost: { total: Money | null } | null;
  partial: PartialTurn | null;
  removed: Removed[];
  /** Turns of which nothing is shown, because their details could not be taken out. */
  withheld: number;
  /** Null where nobody asked. */
  consent: Consent | null;
  hasOriginal: boolean;
};

export type Contact = Told<Schemas["ContactView"]>;

export interface ContactInput {
  id?: string;
  name?: string;
  phone?: string;
  email?: string;
  dateOfBirth?: PlainDate;
}

export type NeedKind =
  | "emergency" | "handover" | "callback" | "appointment_conflict" | "tool_trouble";
export type Need = With<Schemas["NeedView"], { kind: NeedKind }>;

export type PartialTurn = With<Schemas["PartialView"], { speaker: Speaker }>;

export interface LiveCall {
  call: CallSummary;
  turns: Turn[];
  partial: PartialTurn | null;
  hold: Hold | null;
}

export type Today = With<
  Schemas["TodayView"],
  {
    needsYou: Need[];
    live: LiveCall[];
    appointments: Appointment[];
    holds: Hold[];
    nextFree: Told<Schemas["NextFree"]> | null;
  }
>;

export type Scenario = Told<Schemas["ScenarioView"]>;

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
