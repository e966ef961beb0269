import type { LucideIcon } from "lucide-react";
import { classes } from "@/lib/classes";

/** One of a few, as a row of buttons. */
export function Segmented<T extends string>({ label, value, options, onChange }: {
  label: string;
  value: T;
  options: readonly { value: T; label: string; icon?: LucideIcon }[];
  onChange: (value: T) => void;
}) {
  return (
    <div role="group" aria-label={label} className="inline-flex rounded-control bg-sunken p-0.5 forced-edge">
      {options.map(({ value: option, label: word, icon: Icon }) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === value}
          onClick={() => onChange(option)}
          className={classes(
            "inline-flex h-[30px] items-center gap-1.5 rounded-[7px] px-3 text-small font-semibold transition-colors touch:h-10",
            option === value ? "border border-line-strong bg-raised text-ink" : "border border-transparent text-ink-2 hover:text-ink",
          )}
        >
          {Icon && <Icon aria-hidden size={15} />}
          {word}
        </button>
      ))}
    </div>
  );
}
