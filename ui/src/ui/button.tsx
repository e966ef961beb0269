// The four kinds of button, with the sizes that touch and dense rows need.
import { Slot } from "@radix-ui/react-slot";
import type { ComponentProps } from "react";
import { classes } from "@/lib/classes";

const LOOK = {
  primary: "bg-accent text-on-accent hover:bg-accent-deep",
  quiet: "border border-line-strong bg-raised text-ink hover:bg-sunken",
  ghost: "text-ink-2 hover:bg-sunken hover:text-ink",
  link: "text-accent hover:underline",
  urgent: "bg-urgent text-on-urgent hover:opacity-90",
} as const;

const SIZE = {
  md: "h-[34px] px-3.5 touch:h-11",
  sm: "h-[30px] px-3 text-small touch:h-11",
  icon: "size-[34px] touch:size-11",
  "icon-sm": "size-[30px] touch:size-11",
  inline: "min-h-6 rounded-chip touch:min-h-11",
} as const;

export interface ButtonProps extends ComponentProps<"button"> {
  look?: keyof typeof LOOK;
  size?: keyof typeof SIZE;
  asChild?: boolean;
  /** Why it cannot act now; it stays focusable and says so. */
  unready?: string | null;
}

export function Button({ look = "quiet", size = "md", asChild, unready, className, onClick, ...rest }: ButtonProps) {
  const Tag = asChild === true ? Slot : "button";
  const off = unready !== undefined && unready !== null;
  return (
    <Tag
      {...(asChild === true ? {} : { type: "button" as const })}
      {...rest}
      {...(off ? { "aria-disabled": true, title: unready } : {})}
      onClick={off ? (event) => event.preventDefault() : onClick}
      className={classes(
        "inline-flex shrink-0 items-center justify-center gap-2 rounded-control font-semibold whitespace-nowrap transition-colors",
        off ? "border border-line-strong bg-sunken text-ink-3" : LOOK[look],
        SIZE[size],
        className,
      )}
    />
  );
}
