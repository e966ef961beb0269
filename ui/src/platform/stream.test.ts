// That a stream that breaks goes on from its cursor and misses nothing.
import { describe, expect, it } from "vitest";
import { openStream, pauseBefore, resumePath, type Source } from "./stream";
import type { StreamState, WireEvent } from "./types";

class FakeSource implements Source {
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  private readonly listeners = new Map<string, (event: MessageEvent<string>) => void>();

  constructor(readonly url: string) {}

  addEventListener(name: string, listener: (event: MessageEvent<string>) => void) {
    this.listeners.set(name, listener);
  }

  say(event: string, data: string, lastEventId = "") {
    this.listeners.get(event)?.({ data, lastEventId } as MessageEvent<string>);
  }

  close() {
    this.closed = true;
  }
}

function start() {
  const sources: FakeSource[] = [];
  const events: WireEvent[] = [];
  const states: StreamState[] = [];
  const waits: { run: () => void; ms: number; off: boolean }[] = [];
  const stream = openStream("/api/clinics/c/events", ["hello", "call.turn", "call.partial"], {
    onEvent: (event) => events.push(event),
    onState: (state) => states.push(state),
  }, {
    open: (url) => {
      const source = new FakeSource(url);
      sources.push(source);
      return source;
    },
    later: (run, ms) => {
      const wait = { run, ms, off: false };
      waits.push(wait);
      return () => {
        wait.off = true;
      };
    },
    random: () => 1,
  });
  const last = () => {
    const source = sources.at(-1);
    if (source === undefined) throw new Error("nothing was opened");
    return source;
  };
  return { stream, sources, events, states, waits, last };
}

describe("the stream of events", () => {
  it("asks again from the last cursor that was handled", () => {
    const { events, states, waits, last } = start();
    expect(last().url).toBe("/api/clinics/c/events");
    last().onopen?.();
    last().say("hello", "{}", "100");
    last().say("call.turn", "{\"a\":1}", "104");
    last().say("call.partial", "{}", "104");
    last().onerror?.();
    expect(waits.at(-1)?.ms).toBe(250);
    waits.at(-1)?.run();
    expect(last().url).toBe("/api/clinics/c/events?cursor=104");
    expect(events.map(({ event, id }) => [event, id])).toEqual([["hello", "100"], ["call.turn", "104"], ["call.partial", "104"]]);
    expect(states).toEqual(["connecting", "open", "lost", "lost"]);
  });

  it("does not move the cursor past an event that nobody could handle", () => {
    const sources: FakeSource[] = [];
    let again: () => void = () => undefined;
    openStream("/e", ["call.turn"], {
      onEvent: () => {
        throw new Error("not handled");
      },
      onState: () => undefined,
    }, {
      open: (url) => {
        const source = new FakeSource(url);
        sources.push(source);
        return source;
      },
      later: (run) => {
        again = run;
        return () => undefined;
      },
      random: () => 0,
    });
    expect(() => sources[0]?.say("call.turn", "{}", "7")).toThrow("not handled");
    sources[0]?.onerror?.();
    again();
    expect(sources[1]?.url).toBe("/e");
  });

  it("waits longer after each failure, up to ten seconds, and starts over once it was open", () => {
    const { waits, last } = start();
    for (let attempt = 0; attempt < 8; attempt += 1) {
      last().onerror?.();
      waits.at(-1)?.run();
    }
    expect(waits.map(({ ms }) => ms)).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
    last().onopen?.();
    last().onerror?.();
    expect(waits.at(-1)?.ms).toBe(250);
    expect(pauseBefore(3, () => 0)).toBe(500);
  });

  it("tries at once when nudged, and only while it waits", () => {
    const { stream, sources, waits, last } = start();
    stream.nudge();
    expect(sources).toHaveLength(1);
    last().onerror?.();
    stream.nudge();
    expect(sources).toHaveLength(2);
    expect(waits.at(-1)?.off).toBe(true);
  });

  it("is silent once closed, whatever the old connection still says", () => {
    const { stream, sources, events, waits, last } = start();
    const first = last();
    first.onerror?.();
    waits.at(-1)?.run();
    first.say("call.turn", "{}", "9");
    expect(events).toEqual([]);
    stream.close();
    last().onerror?.();
    last().say("call.turn", "{}", "9");
    expect(events).toEqual([]);
    expect(sources).toHaveLength(2);
    expect(last().closed).toBe(true);
  });

  it("keeps what the path already asks for", () => {
    expect(resumePath("/e?x=1", "a b")).toBe("/e?x=1&cursor=a%20b");
  });
});
