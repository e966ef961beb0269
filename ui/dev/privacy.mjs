// The stand-in's idea of privacy: enough of consent, originals and rules to look at the screens.
const LABEL = /\[REDACTED_(\w+)\]/g;
const rules = { retentionDays: 30, consentWording: "May we keep the exact words of this call, encrypted, so that a manager can check what was said?", askConsent: true };
const answers = new Map([["k2", { given: true, channel: "phone" }]]);

export function privacyOf(call, turns) {
  const counts = new Map();
  for (const turn of turns) for (const [, label] of turn.text.matchAll(LABEL)) counts.set(label, { times: (counts.get(label)?.times ?? 0) + 1, lastAt: turn.at });
  const answer = answers.get(call.id);
  return {
    removed: [...counts].map(([label, { times, lastAt }]) => ({ label, times, lastAt })),
    withheld: turns.filter(({ text }) => text === "[WITHHELD]").length,
    consent: answer ? { at: call.answeredAt, wording: rules.consentWording, ...answer } : null,
    hasOriginal: answer?.given === true,
  };
}

/** The answer to a request of privacy; undefined for any other. */
export function privacyRoute(key, body, turnsOf, emit) {
  if (key === "GET /privacy") return rules;
  if (key === "PATCH /privacy") return Object.assign(rules, body);
  if (key === "POST /privacy/try") {
    const text = body.text.replace(/\+?\d[\d ]{8,}\d/g, "[REDACTED_PHONE]").replace(/(?<=name is )[A-Z]\w+( [A-Z]\w+)?/g, "[REDACTED_NAME]");
    return { text, labels: [...text.matchAll(LABEL)].map(([, label]) => label) };
  }
  const call = /^POST \/calls\/(.+)\/(consent|original)$/.exec(key);
  if (!call) return undefined;
  if (call[2] === "original") return { turns: turnsOf(call[1]).map(({ speaker, at, text }) => ({ speaker, at, text: text.replace("[REDACTED_NAME]", "Joanna Whitfield") })) };
  answers.set(call[1], { given: body.given, channel: "desk", at: new Date().toISOString() });
  emit("call.updated", { callId: call[1] });
  return { status: 204 };
}
