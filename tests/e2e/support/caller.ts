/** A caller on the line, as Vapi tells of one: message by message to the hooks listener. */
import { randomUUID } from "node:crypto";
import { CLINIC, type Appliance } from "./appliance.ts";

export class Caller {
  readonly providerCallId = randomUUID();
  private readonly began = Date.now();

  constructor(private readonly appliance: Appliance, private readonly phone: string) {}

  async ringsAndIsAnswered(): Promise<void> {
    await this.tell("status-update", { status: "in-progress" });
  }

  /** Resolves when the appliance has answered, so that what was said is stored. */
  async says(text: string): Promise<void> {
    await this.tell("transcript", { role: "user", transcriptType: "final", transcript: text });
  }

  async hears(text: string): Promise<void> {
    await this.tell("transcript", { role: "assistant", transcriptType: "final", transcript: text });
  }

  /** A tool call of the voice; its result, a sentence. */
  async asks(name: string, args: Record<string, unknown>): Promise<string> {
    const call = { id: `call_${randomUUID().slice(0, 8)}`, type: "function", function: { name, arguments: args } };
    const answer = await this.tell("tool-calls", { toolCallList: [call], toolCalls: [call] });
    const [result] = (answer as { results: { result?: string; error?: string }[] }).results;
    return result?.result ?? result?.error ?? "";
  }

  async hangsUp(): Promise<void> {
    await this.tell("status-update", { status: "ended", endedReason: "customer-ended-call" });
    await this.tell("end-of-call-report", {
      endedReason: "customer-ended-call",
      startedAt: new Date(this.began).toISOString(),
      endedAt: new Date().toISOString(),
      artifact: { messages: [], transcript: "" },
    });
  }

  private async tell(type: string, own: Record<string, unknown>): Promise<unknown> {
    const now = Date.now();
    const customer = { number: this.phone };
    const call = {
      id: this.providerCallId, orgId: "org-practice", type: "inboundPhoneCall", status: "in-progress",
      createdAt: new Date(this.began).toISOString(), updatedAt: new Date(now).toISOString(),
      phoneCallProvider: "twilio", phoneCallTransport: "pstn", customer,
    };
    const answer = await fetch(`${this.appliance.hooks}/hooks/${CLINIC}/vapi`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-vapi-secret": this.appliance.hookSecret },
      body: JSON.stringify({ message: { type, timestamp: now, ...own, call, customer } }),
    });
    if (!answer.ok) throw new Error(`${type}: ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return text === "" ? null : JSON.parse(text);
  }
}
