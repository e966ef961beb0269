/**
 * Whether the caller agreed that their exact words are kept, and the way to note what they told the desk.
 *
 * A yes is noted at once. A no destroys, and nothing brings it back, so it is asked about first.
 */
import { useMutation } from "@tanstack/react-query";
import { ChevronDown, CircleAlert, ShieldCheck, ShieldOff, ShieldQuestionMark } from "lucide-react";
import { useId, useState } from "react";
import { codeOf } from "@/api/client";
import { KEY } from "@/api/queries";
import type { Call } from "@/api/types";
import { useAppliance } from "@/app/appliance";
import { useClinic, useToday } from "@/app/clinic";
import { useCut } from "@/features/frame/banner";
import { classes } from "@/lib/classes";
import { dayAndTime } from "@/lib/times";
import { FAILURE } from "@/lib/words";
import { Button } from "@/ui/button";
import { Modal } from "@/ui/panel";
import { toast } from "@/ui/toast";
import { CHANNEL, consentWords } from "./privacy-facts";

/** Notes an answer, and reads again what it changes: the call, and the log that it stands in. */
function useAnswer(call: Call) {
  const { api, cache } = useAppliance();
  return useMutation({
    mutationFn: (given: boolean) => api.consent(call.id, given),
    onSettled: () => {
      for (const key of [KEY.calls, KEY.audit]) void cache.invalidateQueries({ queryKey: [key] });
    },
  });
}

export function ConsentRow({ call }: { call: Call }) {
  const { timezone } = useClinic();
  const today = useToday();
  const cut = useCut();
  const answer = useAnswer(call);
  const [asking, setAsking] = useState(false);
  const { consent, live, hasOriginal } = call;
  const { title, meaning } = consentWords(consent, live, hasOriginal);
  const given = consent?.given === true;
  const Icon = consent === null ? ShieldQuestionMark : given ? ShieldCheck : ShieldOff;
  const unready = cut ? "There is no connection to the appliance" : answer.isPending ? "Being noted" : null;
  const agree = () =>
    answer.mutate(true, {
      onSuccess: () => toast("Noted: the caller agreed"),
      onError: (error) => toast(FAILURE[codeOf(error)] ?? "The consent could not be noted."),
    });
  return (
    <div className="flex items-start gap-2.5 border-t border-line px-3.5 py-3">
      <Icon aria-hidden size={16} className={classes("mt-0.5 shrink-0", given ? "text-won" : "text-ink-3")} />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{title}</p>
        <p className="text-small text-ink-2">
          {consent !== null && `${sentence(CHANNEL[consent.channel])}, ${dayAndTime(consent.at, timezone, today)}${meaning === null ? "" : ". "}`}
          {meaning}
        </p>
        {consent !== null && <Wording text={consent.wording} />}
        <div className="mt-2 flex flex-wrap gap-2">
          {!given && <Button size="sm" unready={unready} onClick={agree}>The caller agreed</Button>}
          {given && <Button size="sm" unready={unready} onClick={() => setAsking(true)}>Withdraw consent</Button>}
          {consent === null && <Button size="sm" look="ghost" unready={unready} onClick={() => setAsking(true)}>The caller said no</Button>}
        </div>
      </div>
      {asking && <AskWithdraw call={call} onClose={() => setAsking(false)} />}
    </div>
  );
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What the caller was asked, word for word; only for who wants to read it. */
function Wording({ text }: { text: string }) {
  const [shown, setShown] = useState(false);
  const id = useId();
  return (
    <>
      <Button
        look="link" size="inline" aria-expanded={shown} aria-controls={id}
        onClick={() => setShown((was) => !was)} className="gap-1 text-small"
      >
        What was asked
        <ChevronDown aria-hidden size={14} className={classes("transition-transform", shown && "rotate-180")} />
      </Button>
      <blockquote id={id} hidden={!shown} className="mt-1 rounded-control bg-sunken px-3 py-2 text-small break-words text-ink-2">
        “{text}”
      </blockquote>
    </>
  );
}

function AskWithdraw({ call, onClose }: { call: Call; onClose: () => void }) {
  const answer = useAnswer(call);
  const known = call.consent !== null;
  const others = call.contactId !== null;
  const what = call.hasOriginal
    ? `The exact words of this call${others ? ", and of every other call of this person," : ""} are destroyed at once. Nothing brings them back.`
    : others
      ? "No exact words of this call are kept. Those of any other call of this person are destroyed at once. Nothing brings them back."
      : "No exact words of this call are kept, so nothing is destroyed.";
  const confirm = () =>
    answer.mutate(false, {
      onSuccess: () => {
        onClose();
        toast(call.hasOriginal || others ? "Consent withdrawn, exact words destroyed" : known ? "Consent withdrawn" : "Noted: the caller said no");
      },
    });
  return (
    <Modal open narrow onClose={onClose} title={known ? "Withdraw consent?" : "The caller said no?"} description={what}>
      <div className="flex flex-col gap-2 overflow-y-auto px-5 py-4">
        <p>{what}</p>
        <p className="text-ink-2">
          The transcript without personal details stays.{" "}
          {call.live ? "What is said from now on is kept only like that." : "Later calls are kept only like that."}
        </p>
        {answer.isError && (
          <p role="alert" className="flex gap-1.5 text-small font-semibold text-urgent">
            <CircleAlert aria-hidden size={15} className="mt-px shrink-0" />
            {FAILURE[codeOf(answer.error)] ?? "It could not be noted. Nothing was destroyed."}
          </p>
        )}
      </div>
      <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
        <Button autoFocus onClick={onClose}>{known ? "Keep consent" : "Cancel"}</Button>
        <Button look="urgent" unready={answer.isPending ? "Being noted" : null} onClick={confirm}>
          {known ? "Withdraw consent" : "Note the no"}
        </Button>
      </footer>
    </Modal>
  );
}
