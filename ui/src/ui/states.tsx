/** What a screen shows instead of its content: nothing yet, still loading, could not be read. */
import { CircleAlert, type LucideIcon } from "lucide-react";
import { useState, type ReactNode } from "react";
import { ApiError, codeOf } from "@/api/client";
import { classes } from "@/lib/classes";
import { FAILURE } from "@/lib/words";
import { Button } from "./button";

export function Empty({ icon: Icon, title, children, action, className }: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div className={classes("flex flex-col items-center justify-center gap-1 px-6 py-8 text-center", className)}>
      <Icon aria-hidden size={22} strokeWidth={1.6} className="mb-1 text-ink-3" />
      <p className="font-semibold">{title}</p>
      {children !== undefined && <p className="max-w-[46ch] text-small text-ink-2">{children}</p>}
      {action !== undefined && <div className="mt-3">{action}</div>}
    </div>
  );
}

/** A grey shape of what comes; waits 150 ms so that a quick answer shows no flicker. */
export function Bones({ className }: { className?: string }) {
  return <span aria-hidden className={classes("block animate-late rounded-tag bg-sunken", className)} />;
}

export function RowBones({ rows }: { rows: number }) {
  return (
    <div role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-[55px] flex-col justify-center gap-1.5 border-t border-line px-3.5 first:border-t-0">
          <Bones className="h-3.5 w-2/5" />
          <Bones className="h-3 w-3/5" />
        </div>
      ))}
    </div>
  );
}

export function Failed({ error, what, onRetry, className }: {
  error: unknown;
  /** What could not be done, as a sentence. */
  what: string;
  onRetry?: () => void;
  className?: string;
}) {
  const code = codeOf(error);
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <div role="alert" className={classes("flex flex-col items-center justify-center gap-1 px-6 py-8 text-center", className)}>
      <CircleAlert aria-hidden size={22} strokeWidth={1.6} className="mb-1 text-ink-3" />
      <p className="font-semibold">{what}</p>
      <p className="max-w-[46ch] text-small text-ink-2">
        {FAILURE[code] ?? "Something went wrong inside the appliance. Nothing that was kept is lost."}
      </p>
      <div className="mt-3 flex items-center gap-2">
        {onRetry && <Button size="sm" onClick={onRetry}>Retry</Button>}
        {requestId !== null && <RequestCode id={requestId} />}
      </div>
    </div>
  );
}

function RequestCode({ id }: { id: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <Button
      size="sm" look="ghost"
      onClick={() => void navigator.clipboard.writeText(id).then(() => setCopied(true))}
    >
      {copied ? "Copied" : "Copy request code"}
    </Button>
  );
}
