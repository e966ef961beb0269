// A card and its head: hairline, no shadow.
import type { ComponentProps, ReactNode } from "react";
import { classes } from "@/lib/classes";

export function Card({ className, ...rest }: ComponentProps<"section">) {
  return (
    <section
      {...rest}
      className={classes("overflow-hidden rounded-card border border-line bg-surface forced-edge", className)}
    />
  );
}

export function CardHead({ title, id, tag, aside, className }: {
  title: string;
  id?: string;
  tag?: ReactNode;
  aside?: ReactNode;
  className?: string;
}) {
  return (
    <header className={classes("flex min-h-10 items-center gap-2.5 px-3.5 py-2", className)}>
      <h2 id={id} className="text-section font-[650]">{title}</h2>
      {tag}
      <div className="ml-auto text-small text-ink-2">{aside}</div>
    </header>
  );
}
