/**
 * The window under WebDriver: starting it, finding its process and its place on the display, and what it logged.
 *
 * Nothing is known here of what its page shows.
 */
import { Builder, Capabilities } from "selenium-webdriver";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const program = realpathSync(process.env.CALLWAITING_WINDOW);
const data = process.env.CALLWAITING_DATA;

/** Polls until `what()` is truthy; says `name` when it never was. */
export async function until(name, what, withinMs = 10_000) {
  const end = Date.now() + withinMs;
  for (;;) {
    const found = await what();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${name}`);
    await new Promise((later) => setTimeout(later, 50));
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

export class DrivenWindow {
  log = [];

  async open() {
    const [port, nativePort] = [await freePort(), await freePort()];
    this.server = spawn("tauri-driver", ["--port", port, "--native-port", nativePort], { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.server.stdout, this.server.stderr]) {
      createInterface({ input: stream }).on("line", (line) => this.log.push(line));
    }
    const at = `http://127.0.0.1:${port}`;
    await until("tauri-driver answers", () => fetch(`${at}/status`).then(() => true, () => false));
    const wanted = new Capabilities({ browserName: "wry", "tauri:options": { application: program } });
    this.driver = await new Builder().usingServer(at).withCapabilities(wanted).build();
    this.pid = await until("the window's process", () => ownProcesses()[0]);
    this.windowId = await until("the window on the display", () => topWindow());
    return this.driver;
  }

  /** Whether it is to be seen. */
  isShown() {
    return /Map State: IsViewable/.test(x("xwininfo", "-id", this.windowId));
  }

  pressClose() {
    execFileSync("python3", [fileURLToPath(new URL("close.py", import.meta.url)), this.windowId]);
  }

  /** Starts the program once more, as a person does who has lost sight of it; resolves to its exit code. */
  async startAgain() {
    const again = spawn(program, { stdio: "ignore", env: { ...process.env } });
    return new Promise((ended) => again.once("exit", ended));
  }

  picture(file) {
    execFileSync("import", ["-window", "root", file]);
  }

  /** SIGTERM; resolves to the milliseconds until the process was gone. */
  async quit() {
    const began = Date.now();
    process.kill(this.pid, "SIGTERM");
    await until("the process has ended", () => !isAlive(this.pid), 5000);
    return Date.now() - began;
  }

  async end() {
    await this.driver?.quit().catch(() => null);
    this.server?.kill("SIGTERM");
    for (const pid of ownProcesses()) process.kill(pid, "SIGKILL");
  }
}

function x(...command) {
  return execFileSync(command[0], command.slice(1), { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

/** The id of the window that has the product's name and a page's size. */
function topWindow() {
  const rows = x("xwininfo", "-root", "-tree").split("\n");
  const sized = rows.map((row) => /^\s*(0x[0-9a-f]+) "CallWaiting".*?\s(\d+)x(\d+)\+/.exec(row)).filter((row) => row !== null);
  return sized.find(([, , width, height]) => Number(width) >= 360 && Number(height) >= 500)?.[1];
}

/** Processes of the program that work on this test's data. */
function ownProcesses() {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/exe`) === program && readFileSync(`/proc/${pid}/environ`, "utf8").includes(`CALLWAITING_DATA=${data}\0`);
    } catch {
      return false;
    }
  });
}

/** A process that has ended and whose end nobody has asked for yet is not alive. */
function isAlive(pid) {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
