// How a speaker is named and coloured, in one place for the call and the live panel.
import type { Speaker } from "@/api/types";

export const SPEAKER: Record<Speaker, string> = {
  caller: "Caller",
  voxanne: "Voxanne",
  system: "Note",
};

export function speakerColour(speaker: Speaker): string {
  return speaker === "voxanne" ? "text-accent" : "text-ink-3";
}
