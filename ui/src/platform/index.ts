/** Picks the transport once. The desktop's code is a chunk of its own that a browser never loads. */
import { browserPlatform } from "./browser";
import type { Platform } from "./types";

export type * from "./types";

export async function choosePlatform(): Promise<Platform> {
  if (!("__TAURI_INTERNALS__" in window)) return browserPlatform;
  return (await import("./window")).windowPlatform;
}
