/**
 * A stream of events that survives the network: remembers the last cursor, opens again with a
 * growing pause, and asks for what came in between.
 *
 * The browser's own EventSource gives up for good on the first answer that is not a stream (an
 * appliance restarting behind a proxy), so reconnecting is done here. What an event means is not
 * known here.
 */
import type { StreamHandlers } from "./types";

export interface Source {
  addEventListener: (name: string, listener: (event: MessageEvent<string>) => void) => void;
  onopen: (() => void) | null;
  onerror: (() => void) | null;
  close: () => void;
}

export interface StreamParts {
  open: (url: string) => Source;
  /** Runs `run` after `ms`; the returned function calls it off. */
  later: (run: () => void, ms: number) => () => void;
  random: () => number;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** The pause before the given attempt (1 is the first retry): doubling, capped, half of it jitter. */
export function pauseBefore(attempt: number, random: () => number): number {
  const full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * random();
}

export function resumePath(path: string, cursor: string | null): string {
  if (cursor === null) return path;
  return `${path}${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}`;
}

export interface Stream {
  /** Tries at once instead of waiting out the pause: the machine woke up or the network is back. */
  nudge: () => void;
  close: () => void;
}

export function openStream(
  path: string,
  names: readonly string[],
  handlers: StreamHandlers,
  parts: StreamParts,
): Stream {
  let cursor: string | null = null;
  let attempt = 0;
  let source: Source | null = null;
  let callOff: (() => void) | null = null;
  let closed = false;

  const connect = () => {
    callOff = null;
    handlers.onState(attempt === 0 ? "connecting" : "lost");
    const current = parts.open(resumePath(path, cursor));
    source = current;
    current.onopen = () => {
      if (source !== current) return;
      attempt = 0;
      handlers.onState("open");
    };
    current.onerror = () => {
      if (source !== current || closed) return;
      current.close();
      source = null;
      attempt += 1;
      handlers.onState("lost");
      callOff = parts.later(connect, pauseBefore(attempt, parts.random));
    };
    for (const name of names) {
      current.addEventListener(name, (event) => {
        if (source !== current) return;
        const id = event.lastEventId === "" ? null : event.lastEventId;
        handlers.onEvent({ id, event: name, data: event.data });
        // Only after it was handled: an event that threw is asked for again.
        if (id !== null) cursor = id;
      });
    }
  };

  connect();
  return {
    nudge: () => {
      if (callOff === null || closed) return;
      callOff();
      connect();
    },
    close: () => {
      closed = true;
      callOff?.();
      source?.close();
      source = null;
    },
  };
}
