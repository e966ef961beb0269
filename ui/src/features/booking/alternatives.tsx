import { CircleAlert } from "lucide-react";
import { ApiError } from "@/api/client";
import type { Alternative } from "@/api/types";
import { useClinic, useToday } from "@/app/clinic";
import { shortDateTime } from "@/lib/times";
import { Button } from "@/ui/button";

/** The free times that come with "somebody else was faster". */
export function alternativesIn(error: unknown): Alternative[] {
  if (!(error instanceof ApiError) || error.code !== "slot_taken") return [];
  const { alternatives } = error.detail;
  return Array.isArray(alternatives) ? (alternatives as Alternative[]) : [];
}

export function Refused({ sentence, alternatives, onPick }: {
  sentence: string;
  alternatives: readonly Alternative[];
  onPick: (alternative: Alternative) => void;
}) {
  const { timezone } = useClinic();
  const today = useToday();
  return (
    <div role="alert" className="rounded-control border border-line-strong bg-sunken px-3 py-2.5">
      <p className="flex gap-2 font-semibold">
        <CircleAlert aria-hidden size={17} className="mt-0.5 shrink-0 text-held" />
        {sentence}
      </p>
      {alternatives.length > 0 && (
        <>
          <p className="pt-1 pl-[25px] text-small text-ink-2">These are free:</p>
          <div className="flex flex-col gap-1.5 pt-1.5 pl-[25px]">
            {alternatives.map((one) => (
              <Button key={one.id} size="sm" className="justify-start" onClick={() => onPick(one)}>
                {shortDateTime(one.start, timezone, today)}
                <span className="font-normal text-ink-2">{one.practitionerName}</span>
              </Button>
            ))}
          </div>
        </>
      )}
    </div>
  );
}
