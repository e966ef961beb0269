/** What the palette can do, and which of it fits the words typed. Never what the role may not use. */
import type { CallSummary, Contact, Scenario } from "@/api/types";

export interface Action {
  id: string;
  title: string;
  /** Other words for it. */
  also: string;
  shortcut: string | null;
  run: () => void;
}

export type Entry =
  | { kind: "person"; contact: Contact }
  | { kind: "call"; call: CallSummary }
  | { kind: "action"; action: Action };

export interface Group {
  title: string;
  entries: Entry[];
}

/** Every word typed begins a word of the title or of its other names. */
export function fits(typed: string, ...texts: string[]): boolean {
  const words = texts.join(" ").toLowerCase().split(/[\s,.]+/);
  return typed.toLowerCase().trim().split(/\s+/).every((part) => words.some((word) => word.startsWith(part)));
}

export function groupsOf(typed: string, contacts: readonly Contact[], calls: readonly CallSummary[], actions: readonly Action[]): Group[] {
  const chosen = typed.trim() === "" ? actions : actions.filter(({ title, also }) => fits(typed, title, also));
  return [
    { title: "People", entries: contacts.map((contact): Entry => ({ kind: "person", contact })) },
    { title: "Calls", entries: calls.map((call): Entry => ({ kind: "call", call })) },
    { title: "Actions", entries: chosen.map((action): Entry => ({ kind: "action", action })) },
  ].filter(({ entries }) => entries.length > 0);
}

export function practiceActions(scenarios: readonly Scenario[], play: (id: string) => void): Action[] {
  return scenarios.map(({ id, title }) => ({
    id: `practice-${id}`, title: `Practice call: ${title}`, also: "play simulate try", shortcut: null, run: () => play(id),
  }));
}
