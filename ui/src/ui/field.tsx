import { ChevronDown, CircleAlert } from "lucide-react";
import { useId, type ComponentProps, type ReactNode } from "react";
import { classes } from "@/lib/classes";

const BOX =
  "h-9 w-full rounded-control border border-control bg-raised px-2.5 text-body text-ink touch:h-11 touch:text-[16px] aria-invalid:border-urgent";

interface FieldParts {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
}

/** Label above, hint below; an error takes the hint's place. */
export function Field({ label, optional = false, hint, error, children, className }: {
  label: string;
  optional?: boolean;
  hint?: ReactNode;
  error?: string | null;
  children: (parts: FieldParts) => ReactNode;
  className?: string;
}) {
  const id = useId();
  const wrong = error !== undefined && error !== null;
  const note = wrong || hint !== undefined ? `${id}-note` : undefined;
  return (
    <div className={classes("flex flex-col gap-1", className)}>
      <label htmlFor={id} className="text-small font-semibold">
        {label}
        {optional && <span className="ml-1.5 font-normal text-ink-3">if any</span>}
      </label>
      {children({ id, "aria-describedby": note, "aria-invalid": wrong || undefined })}
      {note !== undefined && (
        <p id={note} className={classes("flex gap-1.5 text-fine", wrong ? "font-semibold text-urgent" : "text-ink-3")}>
          {wrong && <CircleAlert aria-hidden size={14} className="mt-px shrink-0" />}
          {wrong ? error : hint}
        </p>
      )}
    </div>
  );
}

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...rest} className={classes(BOX, className)} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea {...rest} className={classes(BOX, "h-auto resize-y py-2 leading-5 touch:h-auto", className)} />;
}

export function Select({ className, ...rest }: ComponentProps<"select">) {
  return (
    <span className="relative block">
      <select {...rest} className={classes(BOX, "appearance-none truncate pr-8", className)} />
      <ChevronDown aria-hidden size={16} className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-ink-3" />
    </span>
  );
}
