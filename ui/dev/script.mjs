// One scripted caller: rings, speaks word by word, takes a time, hangs up.
const LINES = [
  ["voxanne", "Good morning, Linden House Clinic. I’m Voxanne, the clinic’s AI receptionist. How can I help?"],
  ["caller", "Hi, I’d like to have a mole looked at, this week if there is a time."],
  ["voxanne", "Dr Wren has Wednesday at ten past nine, or Wednesday at half past eleven."],
  ["caller", "Half past eleven please. I’m [REDACTED_NAME], my number is [REDACTED_PHONE]."],
  ["voxanne", "Thank you. You’re booked for Wednesday at half past eleven with Dr Wren."],
  ["caller", "Lovely, goodbye."],
];
let serial = 0;

export function play(state, emit, now) {
  const id = `live-${++serial}`;
  const iso = (ms = now()) => new Date(ms).toISOString();
  const started = now();
  const call = { id, providerCallId: id, direction: "inbound", status: "in_progress", outcome: null, live: true, startedAt: iso(), answeredAt: iso(), endedAt: null, durationSeconds: null,
    who: `New caller, ending ${300 + serial}`, contactId: null, phoneEnding: String(300 + serial), reason: null, endedReason: null };
  state.calls.unshift(call);
  state.turns[id] = [];
  state.timelines[id] = [{ at: iso(), secondsFromStart: 0, kind: "answered", text: "Voxanne answered" }];
  emit("call.started", { callId: id });

  let line = 0;
  let word = 0;
  const timer = setInterval(() => {
    const [speaker, text] = LINES[line];
    const words = text.split(" ");
    word += 2;
    if (word < words.length) {
      state.partials[id] = { speaker, text: words.slice(0, word).join(" ") };
      emit("call.partial", { callId: id, ...state.partials[id] }, false);
      return;
    }
    const turn = { id: `${id}-${String(line).padStart(3, "0")}`, speaker, at: iso(), secondsFromStart: Math.round((now() - started) / 1000), text, final: true, answerMs: speaker === "voxanne" ? 480 : null };
    state.turns[id].push(turn);
    delete state.partials[id];
    emit("call.turn", { callId: id, turn });
    word = 0;
    line += 1;
    if (line === 2) { call.reason = "Mole check"; emit("call.updated", { callId: id }); }
    if (line === 4) {
      const start = Date.parse("2026-11-25T11:30:00Z");
      state.holds.push({ id: `hold-${id}`, kind: "live", practitionerId: "d-wren", practitionerName: "Dr Wren", procedureId: "p-mole", procedureName: "Mole check", start: iso(start), end: iso(start + 1800e3),
        expiresAt: iso(now() + 90e3), renewedAt: iso(), totalSeconds: 90, callId: id, who: call.who, live: true });
      emit("hold.changed", { holdId: `hold-${id}` });
    }
    if (line === 5) { state.holds = state.holds.filter((h) => h.id !== `hold-${id}`); emit("hold.changed", { holdId: `hold-${id}` }); }
    if (line === LINES.length) {
      clearInterval(timer);
      Object.assign(call, { live: false, status: "completed", outcome: "booked", endedAt: iso(), durationSeconds: Math.round((now() - started) / 1000) });
      emit("call.updated", { callId: id });
    }
  }, 350);
  return id;
}
