// A made-up clinic on a made-up morning, for developing the UI without the appliance.
export const NOW = Date.parse("2026-11-24T10:24:00Z");
export const DAY = "2026-11-24";

const gbp = (pounds) => ({ amountMinor: pounds * 100, currency: "GBP" });

export const clinic = { id: "linden", name: "Linden House Clinic", timezone: "Europe/London", country: "GB", practice: true, currency: "GBP" };

const procedure = (id, name, minutes, from, to = from, recovery = null) => ({
  id, name, aliases: [], minutes, bufferBeforeMinutes: 0, bufferAfterMinutes: 0,
  priceFrom: from === null ? null : gbp(from), priceTo: to === null ? null : gbp(to), recovery, active: true, needs: [],
});
export const procedures = [
  procedure("p-rhino", "Rhinoplasty consultation", 45, 160),
  procedure("p-lids", "Upper eyelid surgery consultation", 30, 140),
  procedure("p-lrhino", "Liquid rhinoplasty", 30, 390, 460, "Back to work the same day"),
  procedure("p-lip", "Lip filler", 30, 260, 340),
  procedure("p-mole", "Mole check", 30, 95),
  procedure("p-acne", "Acne review", 30, 110),
  procedure("p-peel", "Skin peel", 45, 120, 180),
  procedure("p-laser", "Laser hair removal", 30, 80, 240),
  procedure("p-review", "Review", 15, null, null),
  procedure("p-abdo", "Abdominoplasty consultation", 60, 180),
];

const week = (from, to, days = [1, 2, 3, 4, 5]) => days.map((weekday) => ({ weekday, from, to }));
const lunch = (from, to) => ({ id: `x-${from}`, date: DAY, from, to, kind: "closed", reason: "Lunch" });
export const practitioners = [
  { id: "d-achebe", name: "Miss Achebe", title: "Miss", specialty: "Plastic surgery", procedureIds: ["p-rhino", "p-lids", "p-abdo", "p-review"], active: true, weeklyHours: week("08:30", "17:00"), exceptions: [lunch("13:00", "14:00")], room: "Room 2" },
  { id: "d-wren", name: "Dr Wren", title: "Dr", specialty: "Dermatology", procedureIds: ["p-mole", "p-acne", "p-review"], active: true, weeklyHours: week("09:00", "16:00", [1, 2, 3, 4]), exceptions: [lunch("12:30", "13:30"), { id: "x-tr", date: "2026-11-26", from: null, to: null, kind: "closed", reason: "Training day" }], room: "Room 1" },
  { id: "d-solberg", name: "Nurse Solberg", title: "Nurse", specialty: "Injectables", procedureIds: ["p-lrhino", "p-lip", "p-peel", "p-review"], active: true, weeklyHours: week("09:00", "17:30"), exceptions: [lunch("13:00", "13:30")], room: "Room 3" },
  { id: "d-iqbal", name: "Nurse Iqbal", title: "Nurse", specialty: "Laser", procedureIds: ["p-laser", "p-review"], active: true, weeklyHours: week("09:00", "17:00", [2, 3, 4, 5]), exceptions: [], room: "Laser room" },
];

export const contacts = [
  ["c1", "Tobias Fennimore", "+447700900118"], ["c2", "Leila Haddadi", "+447700900204"], ["c3", "Bronwen Pugh", "+447700900317"],
  ["c4", "Aleksandra Wiśniewska-Montgomery", "+447700900422"], ["c5", "Desmond Acheampong", "+447700900533"], ["c6", "Fiona Carmichael", "+447700900641"],
  ["c7", "Piotr Zielony", "+447700900755"], ["c8", "Maryam Qureshi", "+447700900861"], ["c9", "George Attwater", "+447700900902"],
  ["c10", "Signe Dahl", "+447700900913"], ["c11", "Owen Trevelyan", "+447700900924"], ["c12", "Chidi Nwosu", "+447700900935"],
  ["c13", "Hana Kobayashi", "+447700900946"], ["c14", "Louisa Prendergast", "+447700900957"], ["c15", "Ewan Abernethy", "+447700900968"],
].map(([id, name, phone]) => ({ id, name, phone, email: `${id}@example.com`, dateOfBirth: "1984-03-09", createdAt: "2026-08-11T09:00:00Z", lastCallAt: "2026-11-10T15:12:00Z" }));

const byId = (list, id) => list.find((one) => one.id === id);
let serial = 0;
export function appointment(time, practitionerId, procedureId, contactId, more = {}, day = DAY) {
  const p = byId(procedures, procedureId);
  const start = Date.parse(`${day}T${time}:00Z`);
  const doctor = byId(practitioners, practitionerId);
  return {
    id: `a${++serial}`, practitionerId, practitionerName: doctor.name, procedureId, procedureName: p.name,
    start: new Date(start).toISOString(), end: new Date(start + p.minutes * 60000).toISOString(), status: "booked", arrived: false,
    contact: { id: contactId, name: byId(contacts, contactId)?.name ?? "New contact" }, callId: null, createdAt: "2026-11-20T11:05:00Z",
    confirmedBy: "voxanne", price: p.priceFrom, rooms: [doctor.room], wonBack: false, ...more,
  };
}
export const appointments = [
  appointment("09:00", "d-achebe", "p-rhino", "c1", { arrived: true }),
  appointment("09:45", "d-achebe", "p-review", "c9"),
  appointment("10:30", "d-achebe", "p-rhino", "c4", { arrived: true }),
  appointment("11:15", "d-achebe", "p-lids", "c7"),
  appointment("12:00", "d-achebe", "p-abdo", "c14", { wonBack: true, callId: "k3" }),
  appointment("14:00", "d-achebe", "p-lids", "c2", { callId: "k2" }),
  appointment("16:00", "d-achebe", "p-rhino", "c12"),
  appointment("09:30", "d-wren", "p-mole", "c5"),
  appointment("10:00", "d-wren", "p-acne", "c3", { arrived: true }),
  appointment("10:45", "d-wren", "p-mole", "c11"),
  appointment("11:30", "d-wren", "p-acne", "c15"),
  appointment("14:15", "d-wren", "p-mole", "c10"),
  appointment("09:00", "d-solberg", "p-lip", "c6"),
  appointment("10:00", "d-solberg", "p-peel", "c8", { arrived: true }),
  appointment("12:15", "d-solberg", "p-lip", "c13"),
  appointment("14:00", "d-solberg", "p-peel", "c3"),
  appointment("15:30", "d-solberg", "p-lrhino", "c1"),
  appointment("09:00", "d-iqbal", "p-laser", "c2"),
  appointment("11:30", "d-iqbal", "p-laser", "c5"),
  appointment("13:30", "d-iqbal", "p-laser", "c11"),
  appointment("15:45", "d-iqbal", "p-laser", "c9"),
  appointment("10:00", "d-achebe", "p-rhino", "c5", {}, "2026-11-23"), appointment("15:00", "d-achebe", "p-abdo", "c6", {}, "2026-11-23"),
  appointment("09:30", "d-achebe", "p-lids", "c10", {}, "2026-11-25"), appointment("11:00", "d-achebe", "p-rhino", "c13", {}, "2026-11-25"),
  appointment("14:30", "d-achebe", "p-review", "c15", {}, "2026-11-26"), appointment("09:00", "d-achebe", "p-abdo", "c8", {}, "2026-11-27"),
];

const at = (seconds) => new Date(NOW + seconds * 1000).toISOString();
const hold = (id, kind, practitionerId, procedureId, time, left, who, more = {}) => {
  const p = byId(procedures, procedureId);
  const start = Date.parse(`${more.day ?? DAY}T${time}:00Z`);
  const total = kind === "live" ? 90 : 1800;
  return { id, kind, practitionerId, practitionerName: byId(practitioners, practitionerId).name, procedureId, procedureName: p.name,
    start: new Date(start).toISOString(), end: new Date(start + p.minutes * 60000).toISOString(), expiresAt: at(left), renewedAt: at(left - total),
    totalSeconds: total, callId: null, who, live: false, ...more };
};
export const holds = [
  hold("h1", "live", "d-achebe", "p-lids", "10:30", 71, "Nadia Thorne", { callId: "k1", live: true, day: "2026-12-01" }),
  hold("h2", "live", "d-solberg", "p-lrhino", "14:45", 81, "New caller, ending 412", { callId: "k0", live: true }),
  hold("h3", "recovery", "d-achebe", "p-lids", "15:00", 232, "New caller, ending 907", { callId: "k5" }),
  hold("h4", "recovery", "d-solberg", "p-lip", "11:00", 1068, "New caller, ending 655", { callId: "k6" }),
];

const call = (id, more) => ({
  id, providerCallId: `pc-${id}`, direction: "inbound", status: "completed", outcome: "enquiry", live: false, startedAt: at(-4000), answeredAt: at(-3998),
  endedAt: at(-3800), durationSeconds: 198, who: "New caller, ending 731", contactId: null, phoneEnding: "731", reason: null, endedReason: "customer-ended-call", ...more,
});
const lively = { status: "in_progress", live: true, outcome: null, endedAt: null, durationSeconds: null, endedReason: null };
export const calls = [
  call("k0", { ...lively, who: "New caller, ending 412", phoneEnding: "412", startedAt: at(-43), answeredAt: at(-41), reason: "Liquid rhinoplasty" }),
  call("k1", { ...lively, who: "Nadia Thorne", contactId: "c2", phoneEnding: "204", startedAt: at(-190), answeredAt: at(-188), reason: "Upper eyelid surgery consultation" }),
  call("k2", { who: "Leila Haddadi", contactId: "c2", phoneEnding: "204", startedAt: at(-3960), answeredAt: at(-3958), endedAt: at(-3686), durationSeconds: 272, outcome: "booked", reason: "Upper eyelid surgery consultation" }),
  call("k3", { who: "Louisa Prendergast", contactId: "c14", status: "recovered", outcome: "abandoned", startedAt: at(-90000), answeredAt: at(-89998), endedAt: at(-89900), durationSeconds: 98, reason: "Abdominoplasty consultation" }),
  call("k4", { who: "Bronwen Pugh", contactId: "c3", outcome: "emergency", startedAt: at(-300), answeredAt: at(-298), endedAt: at(-240), durationSeconds: 58, reason: "Lip filler" }),
  call("k5", { status: "follow_up_sent", outcome: "abandoned", who: "New caller, ending 907", phoneEnding: "907", startedAt: at(-1700), durationSeconds: 132, endedAt: at(-1568), reason: "Upper eyelid surgery consultation" }),
  call("k6", { status: "follow_up_sent", outcome: "abandoned", who: "New caller, ending 655", phoneEnding: "655", startedAt: at(-800), durationSeconds: 68, endedAt: at(-732), reason: "Lip filler" }),
  call("k7", { outcome: "handed_over", who: "Desmond Acheampong", contactId: "c5", startedAt: at(-2000), durationSeconds: 140, reason: "Mole check" }),
  call("k8", { status: "failed", outcome: "not_reached", who: "New caller, ending 020", phoneEnding: "020", startedAt: at(-5000), answeredAt: null, durationSeconds: 0, reason: null }),
  ...Array.from({ length: 140 }, (_, n) => {
    const contact = contacts[n % contacts.length];
    const proc = procedures[n % procedures.length];
    const outcome = ["booked", "enquiry", "abandoned", "booked", "handed_over"][n % 5];
    const start = -86400 - n * 5200;
    return call(`kx${n}`, { who: n % 3 === 0 ? `New caller, ending ${200 + n}` : contact.name, contactId: n % 3 === 0 ? null : contact.id, outcome,
      status: outcome === "abandoned" ? ["abandoned", "expired", "recovered"][n % 3] : "completed", startedAt: at(start), answeredAt: at(start + 2), endedAt: at(start + 60 + n * 3), durationSeconds: 58 + (n * 37) % 300, reason: n % 7 === 0 ? null : proc.name });
  }),
];

let turnSerial = 0;
export const turn = (callId, speaker, secondsFromStart, text, answerMs = null) => {
  const started = Date.parse(byId(calls, callId)?.answeredAt ?? at(0));
  return { id: `t${String(++turnSerial).padStart(6, "0")}`, speaker, at: new Date(started + secondsFromStart * 1000).toISOString(), secondsFromStart, text, final: true, answerMs };
};
export const turns = {
  k0: [
    turn("k0", "voxanne", 0, "Good morning, Linden House Clinic. I’m Voxanne, the clinic’s AI receptionist. How can I help?", 420),
    turn("k0", "caller", 11, "Hi, what does a liquid nose job cost, and would I need time off?"),
  ],
  k1: [
    turn("k1", "voxanne", 0, "Good morning, Linden House Clinic. I’m Voxanne, the clinic’s AI receptionist. How can I help?", 430),
    turn("k1", "caller", 18, "Hello. I’d like to talk to somebody about my eyelids, mornings if you can."),
    turn("k1", "voxanne", 44, "Of course. Let me see when Miss Achebe is free in the morning.", 610),
    turn("k1", "voxanne", 58, "I have Tuesday the first at half past ten, or Wednesday at nine. Both are with Miss Achebe.", 640),
    turn("k1", "caller", 96, "Tuesday is good. It’s [REDACTED_NAME], and my number is [REDACTED_PHONE]."),
    turn("k1", "voxanne", 128, "Thank you. I’m keeping Tuesday at half past ten for you while I check the spelling.", 580),
  ],
  k2: [
    turn("k2", "voxanne", 0, "Good morning, Linden House Clinic. I’m Voxanne, the clinic’s AI receptionist. How can I help?", 430),
    turn("k2", "caller", 21, "Hello, I’d like to see someone about my upper eyelids. I’ve had [REDACTED_MEDICAL] for years."),
    turn("k2", "voxanne", 49, "Of course. Miss Achebe sees people for upper eyelid surgery. The consultation is one hundred and forty pounds. Shall I look for a time?", 610),
    turn("k2", "caller", 80, "Yes please, afternoons only. My husband [REDACTED_NAME] will drive me."),
    turn("k2", "voxanne", 99, "I have today at two, or Thursday at half past two.", 940),
    turn("k2", "caller", 134, "Today. I’m [REDACTED_NAME], born [REDACTED_DOB], and it’s [REDACTED_PHONE]."),
    turn("k2", "voxanne", 164, "Thank you. I have your number ending two zero four. Is that right?", 520),
    turn("k2", "caller", 187, "That’s it. Should I stop my [REDACTED_MEDICAL] before I come?"),
    turn("k2", "voxanne", 202, "I can’t advise on that, but I’ve asked the clinical team to ring you before the visit. You’re booked for two o’clock today.", 560),
    turn("k2", "caller", 250, "Lovely, thank you. Bye."),
    turn("k2", "voxanne", 257, "Thank you for calling. Goodbye.", 410),
  ],
};
const line = (callId, secondsFromStart, kind, text) => ({ at: new Date(Date.parse(byId(calls, callId).answeredAt) + secondsFromStart * 1000).toISOString(), secondsFromStart, kind, text });
export const timelines = {
  k2: [
    line("k2", 0, "answered", "Voxanne answered and said that she is an AI"), line("k2", 97, "offered", "Offered two times"),
    line("k2", 132, "held", "Held Tue 24 Nov, 14:00"), line("k2", 158, "contact_saved", "Contact saved: name, phone, date of birth"),
    line("k2", 190, "handed_over", "Medicine question handed to the clinical team"), line("k2", 209, "confirmed", "Booked"), line("k2", 272, "ended", "Caller hung up, nothing left open"),
  ],
  k1: [line("k1", 0, "answered", "Voxanne answered"), line("k1", 57, "offered", "Offered two times"), line("k1", 126, "held", "Held Tue 1 Dec, 10:30")],
};

export const needs = [
  { id: "n1", kind: "emergency", urgent: true, title: "Sight has changed since filler, caller told to ring 999", detail: "Lip filler on 20 Nov with Nurse Solberg", who: "Bronwen Pugh", phone: "+447700900317", callId: "k4", contactId: "c3", at: at(-240) },
  { id: "n2", kind: "appointment_conflict", urgent: false, title: "Two appointments now fall on Dr Wren’s training day", detail: "Thu 26 Nov, 14:00 and 15:30", who: "", phone: null, callId: null, contactId: null, at: at(-70000) },
  { id: "n3", kind: "handover", urgent: false, title: "Asked about medicine before a visit", detail: "Mole check with Dr Wren today", who: "Desmond Acheampong", phone: "+447700900533", callId: "k7", contactId: "c5", at: at(-1860) },
  { id: "n4", kind: "callback", urgent: false, title: "Wants a call back about a payment plan", detail: "Rhinoplasty, Miss Achebe, any time after 11:00", who: "New caller, ending 731", phone: "+447700900731", callId: "kx0", contactId: null, at: at(-1920) },
];

export const scenarios = [
  { id: "booked", title: "Books an appointment", description: "A caller asks about eyelids and takes a time" },
  { id: "hung-up", title: "Hangs up while booking", description: "The time is kept and Sarah can text" },
  { id: "price", title: "Asks only for a price", description: "No booking, an answer from the price list" },
  { id: "medical", title: "Asks a medical question", description: "Voxanne hands over instead of advising" },
  { id: "two-callers", title: "Two callers, one time", description: "One gets it, the other hears what else is free" },
  { id: "emergency", title: "An emergency", description: "The caller is told the emergency number" },
];
