/**
 * The UI in the desktop window: requests go through one command into the same router, events are
 * emitted into the window. The session cookie stays on the other side of the command.
 */
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { ApiRequest, ApiResponse, Platform, StreamHandlers, WireEvent } from "./types";

let linkTaken = false;

function send(request: ApiRequest): Promise<ApiResponse> {
  return invoke<ApiResponse>("api", { ...request });
}

function events(path: string, names: readonly string[], handlers: StreamHandlers): () => void {
  const wanted = new Set(names);
  handlers.onState("connecting");
  const listening = listen<WireEvent & { clinicId?: string }>("appliance-event", ({ payload }) => {
    const { clinicId } = payload;
    if (clinicId !== undefined && !path.includes(`/clinics/${clinicId}/`)) return;
    if (wanted.has(payload.event)) handlers.onEvent(payload);
  });
  // Asked for only now that somebody listens, the host's stream begins with a `hello`, so that nothing falls between.
  void listening
    .then(() => send({ method: "GET", path, headers: {}, body: null }))
    .then((answer) => handlers.onState(answer.status === 200 ? "open" : "lost"), () => handlers.onState("lost"));
  return () => {
    void listening.then((stop) => stop());
  };
}

async function takeLink(): Promise<string | null> {
  if (linkTaken) return null;
  linkTaken = true;
  const { link } = await invoke<{ link: string | null }>("start");
  return link;
}

export const windowPlatform: Platform = { kind: "window", send, events, takeLink };
