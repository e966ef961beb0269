// The peer of our hooks listener: verify the signature, store and deduplicate in Redis, then answer.
// One SET NX both keeps the body and tells a repeat from a first delivery; Redis has fsynced it before it replies.
// Deliberately absent: logging and everything that comes after the answer, so that it is as fast as it can be.
import { createHmac, timingSafeEqual } from "node:crypto";
import Fastify from "fastify";
import { createClient } from "redis";

const secret = process.env.HOOK_SECRET;
const socket = process.env.REDIS_SOCKET;
if (!secret || !socket) throw new Error("HOOK_SECRET and REDIS_SOCKET must be set");

const redis = createClient({ socket: { path: socket } });
await redis.connect();

const app = Fastify({ logger: false, bodyLimit: 1024 * 1024 });
app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

app.post("/hooks/:clinic/vapi", async (request, reply) => {
  const given = Buffer.from(String(request.headers["x-signature"] ?? ""), "hex");
  const wanted = createHmac("sha256", secret)
    .update(`${request.headers["x-timestamp"]}.`)
    .update(request.body)
    .digest();
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    return reply.code(401).send({ code: "unauthorized" });
  }
  const { message } = JSON.parse(request.body);
  const key = `${request.params.clinic}:${message.call.id}:${message.type}:${message.status ?? ""}`;
  const stored = await redis.set(key, request.body, { condition: "NX", expiration: { type: "EX", value: 86400 } });
  return reply.code(200).send(stored === null ? { repeat: true } : {});
});

const address = await app.listen({ host: "127.0.0.1", port: 0 });
process.stdout.write(`${JSON.stringify({ ready: true, hooks: address })}\n`);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    await app.close();
    redis.destroy();
  });
}
