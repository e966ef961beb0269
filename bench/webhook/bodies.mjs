// Writes what wrk sends: one body of about 2.4 KB in the shape that Vapi posts, and for each request an id of its own
// with the signature of the body that has it. Signing here and not while driving keeps the load generator cheap.
// usage: HOOK_SECRET=… node bodies.mjs DIR COUNT
// DIR gets head and tail (the body around the id), stamp (the timestamp that is signed), signed (one "id signature" a line).
import { createHmac, randomUUID } from "node:crypto";
import { createWriteStream, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";

const [dir, count] = [process.argv[2], Number(process.argv[3])];
const secret = process.env.HOOK_SECRET;
if (!dir || !count || !secret) throw new Error("usage: HOOK_SECRET=… node bodies.mjs DIR COUNT");

const lines = [
  ["bot", "Thank you for calling. How can I help you today?"],
  ["user", "Hello, I wanted to ask whether you have anything free next week for a consultation."],
  ["bot", "Of course. We have Tuesday at ten, Tuesday at half past two, and Thursday at nine. Would one of these suit you?"],
  ["user", "Thursday at nine sounds good, I think, let me just look at my diary for a moment please."],
  ["bot", "Take your time."],
  ["user", "Yes, Thursday at nine is fine."],
];
const started = Date.now();
const PLACE = "@@CALL-ID@@";
const text = JSON.stringify({
  message: {
    type: "status-update",
    status: "in-progress",
    timestamp: started,
    call: {
      id: PLACE,
      orgId: "22222222-2222-4222-8222-222222222222",
      createdAt: new Date(started).toISOString(),
      updatedAt: new Date(started).toISOString(),
      type: "inboundPhoneCall",
      status: "queued",
      phoneCallProvider: "twilio",
      phoneCallTransport: "pstn",
      phoneNumberId: "33333333-3333-4333-8333-333333333333",
      assistantId: "44444444-4444-4444-8444-444444444444",
      customer: { number: "+12025550143" },
    },
    phoneNumber: { id: "33333333-3333-4333-8333-333333333333", number: "+12025550100", provider: "twilio", name: "Front desk" },
    customer: { number: "+12025550143" },
    artifact: {
      messages: lines.map(([role, message], i) => ({ role, message, time: started + i * 4000, endTime: started + i * 4000 + 3200, secondsFromStart: i * 4, source: "" })),
      messagesOpenAIFormatted: lines.slice(0, 2).map(([role, content]) => ({ role: role === "bot" ? "assistant" : role, content })),
    },
    assistant: { name: "Voxanne", firstMessageMode: "assistant-speaks-first", maxDurationSeconds: 600 },
  },
});
const [head, tail] = text.split(PLACE);
const stamp = String(Math.floor(started / 1000));
writeFileSync(join(dir, "head"), head);
writeFileSync(join(dir, "tail"), tail);
writeFileSync(join(dir, "stamp"), stamp);

const out = createWriteStream(join(dir, "signed"));
for (let i = 0; i < count; i += 1) {
  const id = randomUUID();
  const signature = createHmac("sha256", secret).update(`${stamp}.${head}${id}${tail}`).digest("hex");
  if (!out.write(`${id} ${signature}\n`)) await once(out, "drain");
}
out.end();
await once(out, "finish");
process.stdout.write(`${JSON.stringify({ bytes: Buffer.byteLength(text) - PLACE.length + 36, count })}\n`);
