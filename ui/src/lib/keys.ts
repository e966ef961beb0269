/**
 * Reads key presses as the shortcuts of the product: single letters, two-letter journeys (G then
 * T), and Ctrl (Command on a Mac) combinations. What a shortcut does is decided elsewhere.
 */

export interface Press {
  key: string;
  ctrl: boolean;
  meta: boolean;
  alt: boolean;
  shift: boolean;
}

const JOURNEY_MS = 1500;

/** `mod+k`, `mod+shift+l`, `g`, `?`, `delete`. Null for a press that is no shortcut of ours. */
export function nameOf(press: Press, mac: boolean): string | null {
  const mod = mac ? press.meta : press.ctrl;
  const other = mac ? press.ctrl : press.meta;
  if (other || press.alt) return null;
  const key = press.key.toLowerCase();
  if (["control", "shift", "meta", "alt"].includes(key)) return null;
  if (mod) return `mod+${press.shift ? "shift+" : ""}${key}`;
  return key;
}

export class KeyReader {
  private leader: { key: string; at: number } | null = null;

  constructor(private readonly leaders: ReadonlySet<string>) {}

  /** The shortcut that this press completes: `g t`, `n`, `mod+k`; null while one is under way. */
  read(name: string, at: number): string | null {
    const { leader } = this;
    this.leader = null;
    if (leader !== null && at - leader.at <= JOURNEY_MS) return `${leader.key} ${name}`;
    if (this.leaders.has(name)) {
      this.leader = { key: name, at };
      return null;
    }
    return name;
  }
}

/** Whether a single letter pressed there is typing rather than a shortcut. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) {
    return !["button", "checkbox", "radio", "submit", "reset"].includes(target.type);
  }
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

export function isMac(agent: string): boolean {
  return /Mac|iPhone|iPad/.test(agent);
}

/** How a shortcut is printed: `Ctrl K`, `⌘ K`, `G then T`. */
export function keyLabel(shortcut: string, mac: boolean): string {
  const nice: Record<string, string> = { mod: mac ? "⌘" : "Ctrl", shift: "Shift", delete: "Delete", enter: "Enter" };
  return shortcut
    .split(" ")
    .map((step) => step.split("+").map((key) => nice[key] ?? key.toUpperCase()).join(" "))
    .join(" then ");
}
