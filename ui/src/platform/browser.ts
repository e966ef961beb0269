/** The UI in a browser tab: fetch with the session cookie, and server-sent events. */
import { openStream, type Source } from "./stream";
import type { ApiRequest, ApiResponse, Platform, StreamHandlers } from "./types";

async function send(request: ApiRequest): Promise<ApiResponse> {
  const response = await fetch(request.path, {
    method: request.method,
    headers: request.headers,
    body: request.body,
    credentials: "same-origin",
    cache: "no-store",
    redirect: "error",
  });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers.entries()),
    body: await response.text(),
  };
}

function events(path: string, names: readonly string[], handlers: StreamHandlers): () => void {
  const stream = openStream(path, names, handlers, {
    open: (url) => new EventSource(url, { withCredentials: true }) as unknown as Source,
    later: (run, ms) => {
      const timer = window.setTimeout(run, ms);
      return () => {
        window.clearTimeout(timer);
      };
    },
    random: Math.random,
  });
  const nudge = () => {
    if (document.visibilityState === "visible") stream.nudge();
  };
  window.addEventListener("online", nudge);
  document.addEventListener("visibilitychange", nudge);
  return () => {
    window.removeEventListener("online", nudge);
    document.removeEventListener("visibilitychange", nudge);
    stream.close();
  };
}

/** Reads `#link=…` and wipes it from the address, so that it stays neither in view nor in history. */
function takeLink(): Promise<string | null> {
  const link = new URLSearchParams(window.location.hash.slice(1)).get("link");
  if (link !== null) {
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
  }
  return Promise.resolve(link);
}

export const browserPlatform: Platform = { kind: "browser", send, events, takeLink };
