// The rules as somebody reads them who may not change them.
import type { ReactNode } from "react";
import type { Privacy } from "@/api/types";
import { plural } from "@/lib/words";

export function Rules({ rules }: { rules: Privacy }) {
  return (
    <dl className="text-body">
      <Row term="Voxanne asks callers">{rules.askConsent ? "Yes" : "No. Staff note at the desk what a caller says."}</Row>
      <Row term="What is asked">“{rules.consentWording}”</Row>
      <Row term="Kept for">{plural(rules.retentionDays, "day")}, sealed, and only where the caller agreed</Row>
    </dl>
  );
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[160px_minmax(0,1fr)] gap-x-4 border-t border-line px-3.5 py-2.5 first:border-t-0 max-tab:grid-cols-1">
      <dt className="text-small leading-5 text-ink-2">{term}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
