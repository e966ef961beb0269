/** The button of a row that needs somebody, and the small panel with which it is dealt. */
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CalendarDays, Check, Copy, FileText, Phone } from "lucide-react";
import { useState } from "react";
import { codeOf } from "@/api/client";
import { KEY } from "@/api/queries";
import { useAppliance } from "@/app/appliance";
import type { Need } from "@/api/types";
import { useCut } from "@/features/frame/banner";
import { FAILURE, phoneNumber } from "@/lib/words";
import { Button } from "@/ui/button";
import { Popover, PopoverBody, PopoverTrigger } from "@/ui/panel";
import { toast } from "@/ui/toast";

function verb(need: Need): string {
  switch (need.kind) {
    case "emergency":
      return need.phone === null ? "Open call" : "Ring back now";
    case "handover":
    case "callback":
      return need.phone === null ? "Deal with it" : "Call back";
    case "appointment_conflict":
      return "Move them";
    case "tool_trouble":
      return "Look at it";
  }
}

export function NeedAction({ need, onDone }: { need: Need; onDone: () => void }) {
  const { api, cache } = useAppliance();
  const [open, setOpen] = useState(false);
  const cut = useCut();
  const again = () => void cache.invalidateQueries({ queryKey: [KEY.today] });
  const done = useMutation({
    mutationFn: () => api.done(need.id),
    onSuccess: () => {
      setOpen(false);
      onDone();
      again();
      toast(`Done: ${need.title}`, () => void api.undoDone(need.id).then(again, again));
    },
  });
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button
          data-act
          size="sm"
          look={need.urgent ? "urgent" : "quiet"}
          onClick={(event) => event.stopPropagation()}
          className={need.urgent ? "min-w-[124px] max-tab:w-full" : "tab:min-w-[124px]"}
        >
          {need.urgent && <Phone aria-hidden size={16} className="tab:hidden" />}
          {verb(need)}
          <span className="sr-only">: {need.title}</span>
        </Button>
      </PopoverTrigger>
      <PopoverBody align="end" aria-label={need.title} onClick={(event) => event.stopPropagation()}>
        {need.phone !== null && <Ring who={need.who} phone={need.phone} />}
        {need.phone === null && <p className="text-small text-ink-2">{need.detail === "" ? need.title : need.detail}</p>}
        <div className="mt-3 flex flex-wrap gap-2 border-t border-line pt-3">
          {need.kind === "appointment_conflict" && (
            <Button asChild size="sm">
              <Link to="/calendar"><CalendarDays aria-hidden size={15} />Open calendar</Link>
            </Button>
          )}
          {need.callId !== null && (
            <Button asChild size="sm">
              <Link to="/calls/$callId" params={{ callId: need.callId }}><FileText aria-hidden size={15} />Open call</Link>
            </Button>
          )}
          <Button
            size="sm" look="primary"
            unready={cut ? "There is no connection to the appliance" : null}
            onClick={() => done.mutate()}
          >
            <Check aria-hidden size={15} />Done
          </Button>
        </div>
        {done.isError && (
          <p role="alert" className="mt-2 text-fine text-urgent">{FAILURE[codeOf(done.error)] ?? "It could not be marked as done."}</p>
        )}
      </PopoverBody>
    </Popover>
  );
}

function Ring({ who, phone }: { who: string; phone: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <>
      <p className="text-small text-ink-2">Ring <bdi>{who}</bdi> from the desk phone</p>
      <div className="mt-1 flex items-center gap-3">
        <a href={`tel:${phone}`} className="rounded-chip text-figure font-[650] text-ink hover:underline">{phoneNumber(phone)}</a>
        <Button
          size="sm" look="ghost"
          onClick={() => void navigator.clipboard.writeText(phone).then(() => setCopied(true))}
        >
          <Copy aria-hidden size={15} />{copied ? "Copied" : "Copy"}
        </Button>
      </div>
    </>
  );
}
