/**
 * One typed way to the staff API, over whichever transport the platform chose.
 *
 * Knows sessions, error codes and request codes; knows no endpoint (see `endpoints.ts`).
 */
import type { ApiRequest, Platform } from "@/platform";
import type { ErrorCode, Session } from "./types";

export class ApiError extends Error {
  constructor(
    readonly code: ErrorCode | "network",
    readonly status: number,
    readonly requestId: string | null,
    /** Fields that come with some codes, such as the alternatives of `slot_taken`. */
    readonly detail: Readonly<Record<string, unknown>>,
  ) {
    super(code);
    this.name = "ApiError";
  }
}

export function codeOf(error: unknown): ErrorCode | "network" {
  return error instanceof ApiError ? error.code : "internal";
}

type Query = Record<string, string | number | null | undefined>;

export function pathWith(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}

export class Client {
  /** Called when the appliance no longer knows this session. */
  onSignedOut: () => void = () => undefined;
  private session: Session | null = null;

  constructor(private readonly platform: Platform) {}

  use(session: Session | null): void {
    this.session = session;
  }

  /** The path of something inside the clinic that is signed in to. */
  clinicPath(path: string, query?: Query): string {
    if (this.session === null) throw new ApiError("unauthorized", 401, null, {});
    return pathWith(`/api/clinics/${encodeURIComponent(this.session.clinicId)}${path}`, query);
  }

  get<T>(path: string): Promise<T> {
    return this.call<T>("GET", path);
  }

  post<T>(path: string, body?: unknown): Promise<T> {
    return this.call<T>("POST", path, body);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.call<T>("PATCH", path, body);
  }

  delete(path: string): Promise<null> {
    return this.call<null>("DELETE", path);
  }

  private async call<T>(method: ApiRequest["method"], path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { accept: "application/json" };
    if (body !== undefined) headers["content-type"] = "application/json";
    if (method !== "GET" && this.session !== null) headers["x-csrf-token"] = this.session.csrfToken;
    const asked = this.session;
    const response = await this.platform
      .send({ method, path, headers, body: body === undefined ? null : JSON.stringify(body) })
      .catch(() => {
        throw new ApiError("network", 0, null, {});
      });
    const answer = parse(response.body);
    if (response.status >= 200 && response.status < 300) return answer as T;
    const error = errorFrom(response.status, answer);
    if (error.code === "unauthorized" && asked !== null && asked === this.session) this.onSignedOut();
    throw error;
  }
}

function parse(body: string): unknown {
  if (body === "") return null;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return null;
  }
}

function errorFrom(status: number, answer: unknown): ApiError {
  if (typeof answer !== "object" || answer === null || !("code" in answer)) {
    // A proxy answered in the appliance's place: the appliance itself was not reached.
    return new ApiError(status === 401 ? "unauthorized" : "network", status, null, {});
  }
  const { code, requestId, ...detail } = answer as Record<string, unknown>;
  return new ApiError(code as ErrorCode, status, typeof requestId === "string" ? requestId : null, detail);
}
