// A person's initials; never a picture.
import { classes } from "@/lib/classes";
import { initials } from "@/lib/words";

export function Avatar({ name, className }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden
      className={classes(
        "grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-badge font-[650] text-accent",
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}
