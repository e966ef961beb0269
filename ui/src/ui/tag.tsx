// A meaning as icon and word on its soft colour; never colour alone.
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "@/lib/classes";

const TONE = {
  live: "bg-live-soft text-live",
  held: "bg-held-soft text-held",
  needs: "bg-needs-soft text-needs",
  urgent: "bg-urgent-soft text-urgent",
  won: "bg-won-soft text-won",
  accent: "bg-accent-soft text-accent",
  plain: "bg-sunken text-ink-2",
} as const;

export type Tone = keyof typeof TONE;

/** A meaning: always its colour, its icon and its word together. */
export function Tag({ tone, icon: Icon, children, className }: {
  tone: Tone;
  icon: LucideIcon;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={classes(
        "inline-flex h-[22px] shrink-0 items-center gap-1.5 rounded-tag px-2 text-fine font-semibold whitespace-nowrap",
        TONE[tone],
        className,
      )}
    >
      <Icon aria-hidden size={13} strokeWidth={2.1} />
      {children}
    </span>
  );
}
