/**
 * One appliance of the test's own: a temporary data folder with a practice clinic, its staff, and the program itself.
 *
 * It is driven from outside only: command line, HTTP, signals. No simulated call rings by itself.
 */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const run = promisify(execFile);
const program = process.env.CALLWAITING_BIN
  ?? join(process.env.CARGO_TARGET_DIR ?? join(homedir(), ".cache/callwaiting/target"), "debug/callwaiting");
const READY_WITHIN_MS = 30_000;
const STOPPED_WITHIN_MS = 5_000;

export const CLINIC = "practice";
export const PASSWORD = "a-long-enough-password";

interface Ready {
  api: string;
  hooks: string;
  signIn: string;
}

export interface Person {
  username: string;
  name: string;
  role: "front_desk" | "manager" | "it_admin";
}

export class Appliance {
  private process: ChildProcess | null = null;
  private ready: Ready | null = null;
  private log: string[] = [];

  private constructor(
    private readonly folder: string,
    readonly hookSecret: string,
    private readonly token: string,
  ) {}

  /** Makes the folder and the clinic, and starts serving. */
  static async begin(): Promise<Appliance> {
    const folder = await mkdtemp(join(tmpdir(), "callwaiting-e2e-"));
    const data = ["--data", folder];
    const made = await command(["clinic", "create", ...data, "--id", CLINIC, "--name", "Elm Court Clinic", "--practice"]);
    const { token } = await command(["token", "create", ...data, "--clinic", CLINIC, "--role", "manager"]);
    const appliance = new Appliance(folder, made.hookSecret, token);
    await appliance.start();
    return appliance;
  }

  /** Serves; a second time on the addresses of the first. */
  async start(): Promise<void> {
    const at = (url: string | undefined) => (url === undefined ? "127.0.0.1:0" : new URL(url).host);
    const child = spawn(
      program,
      ["serve", "--data", this.folder, "--practice", "--api", at(this.ready?.api), "--hooks", at(this.ready?.hooks)],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    this.process = child;
    createInterface({ input: child.stderr }).on("line", (line) => this.log.push(line));
    this.ready = await new Promise<Ready>((done, fail) => {
      const late = setTimeout(() => fail(new Error(`not ready: ${this.log.join("\n")}`)), READY_WITHIN_MS);
      child.once("exit", (code) => fail(new Error(`ended with ${code}: ${this.log.join("\n")}`)));
      createInterface({ input: child.stdout }).once("line", (line) => {
        clearTimeout(late);
        done(JSON.parse(line) as Ready);
      });
    });
  }

  /** SIGTERM; resolves to the milliseconds until it had ended, fails past five seconds. */
  async stop(): Promise<number> {
    const child = this.process;
    if (child === null) return 0;
    this.process = null;
    const began = Date.now();
    const code = await new Promise<number | null>((done, fail) => {
      const late = setTimeout(() => {
        child.kill("SIGKILL");
        fail(new Error("the appliance did not stop in time"));
      }, STOPPED_WITHIN_MS);
      child.once("exit", (code) => {
        clearTimeout(late);
        done(code);
      });
      child.kill("SIGTERM");
    });
    if (code !== 0) throw new Error(`the appliance ended with ${code}: ${this.log.join("\n")}`);
    return Date.now() - began;
  }

  async end(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  get base(): string {
    return this.serving.api;
  }

  get hooks(): string {
    return this.serving.hooks;
  }

  /** The link that this start printed; it signs the manager in once. */
  get signIn(): string {
    return this.serving.signIn;
  }

  private get serving(): Ready {
    if (this.ready === null) throw new Error("the appliance was never started");
    return this.ready;
  }

  /** A member of staff with a password, or with a link that signs in once. */
  async addPerson(person: Person, withPassword: boolean): Promise<{ signIn: string | null }> {
    const { username, name, role } = person;
    const args = ["staff", "create", "--data", this.folder, "--clinic", CLINIC, "--username", username, "--name", name, "--role", role];
    return command(withPassword ? [...args, "--password-stdin"] : args, withPassword ? PASSWORD : undefined);
  }

  /** One request to the clinic's API with a manager's token. */
  async ask<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
    const answer = await fetch(`${this.base}/api/clinics/${CLINIC}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === "" ? null : JSON.parse(text)) as T };
  }

  /** The same, when anything but success is a mistake of the test. */
  async must<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.ask<T>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

async function command(args: string[], stdin?: string) {
  const running = run(program, args);
  running.child.stdin?.end(stdin ?? "");
  return JSON.parse((await running).stdout);
}
