import { isMac, keyLabel } from "@/lib/keys";

/** A shortcut as it is printed on keys. */
export function Key({ shortcut }: { shortcut: string }) {
  return (
    <kbd className="rounded-chip border border-line-strong bg-surface px-1.5 font-sans text-badge font-medium text-ink-2">
      {keyLabel(shortcut, isMac(navigator.userAgent))}
    </kbd>
  );
}
