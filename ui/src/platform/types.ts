/**
 * The line between the UI and whatever carries it: a browser tab or the desktop window.
 *
 * Everything above this folder speaks in these words and cannot tell the two apart. What an
 * endpoint or an event means is not known here.
 */

export interface ApiRequest {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Path and query, from `/api` on. */
  path: string;
  headers: Record<string, string>;
  /** JSON text, or null when there is none. */
  body: string | null;
}

export interface ApiResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface WireEvent {
  /** The cursor after this event; null for what cannot be resumed. */
  id: string | null;
  event: string;
  /** JSON text. */
  data: string;
}

export type StreamState = "connecting" | "open" | "lost";

export interface StreamHandlers {
  onEvent: (event: WireEvent) => void;
  onState: (state: StreamState) => void;
}

export interface Platform {
  readonly kind: "browser" | "window";
  /** Rejects only when no answer came at all. */
  send: (request: ApiRequest) => Promise<ApiResponse>;
  /** Opens the clinic's events; the returned function closes them for good. */
  events: (path: string, names: readonly string[], handlers: StreamHandlers) => () => void;
  /** A one-time sign-in token, if this start came with one. It is given out once. */
  takeLink: () => Promise<string | null>;
}
