/**
 * The exact words of a call, for a manager who says why.
 *
 * The words live in the state of this dialog and nowhere else: not in the cache of queries or mutations, not in a
 * draft. They go when it closes, when its time is over, when the session ends (the whole page goes then), and when the
 * original is destroyed under it. They can't be selected, so none end up in a search or a message by habit.
 */
import { CircleAlert, LockKeyholeOpen } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent, type SyntheticEvent } from "react";
import { codeOf } from "@/api/client";
import { KEY } from "@/api/queries";
import type { Call, OriginalTurn } from "@/api/types";
import { useAppliance } from "@/app/appliance";
import { useNow } from "@/app/now";
import { pieces } from "@/lib/chips";
import { classes } from "@/lib/classes";
import { mss } from "@/lib/times";
import { FAILURE, lengthOf } from "@/lib/words";
import { Button } from "@/ui/button";
import { Field, Textarea } from "@/ui/field";
import { Modal } from "@/ui/panel";
import { CallText } from "@/ui/removed";
import { toast } from "@/ui/toast";
import { LONGEST_REASON, reasonProblem } from "./privacy-facts";
import { SPEAKER, speakerColour } from "./speaker";

const OPEN_FOR_MS = 10 * 60_000;

export function OriginalDialog({ call, onClose }: { call: Call; onClose: () => void }) {
  const [turns, setTurns] = useState<readonly OriginalTurn[] | null>(null);
  const what = "Opening it is written into the audit log.";
  return (
    <Modal
      open onClose={onClose} narrow={turns === null} description={what}
      title={turns === null ? "Open the exact words?" : "Exact words of the call"}
      className={turns === null ? undefined : "print:hidden"}
    >
      {turns === null ? <Ask call={call} onOpened={setTurns} onClose={onClose} /> : <Words call={call} turns={turns} onClose={onClose} />}
    </Modal>
  );
}

function Ask({ call, onOpened, onClose }: { call: Call; onOpened: (turns: OriginalTurn[]) => void; onClose: () => void }) {
  const { api, cache } = useAppliance();
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const here = useRef(false);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);

  // Not a mutation: the library would keep what came back for some minutes.
  const open = async () => {
    const wrong = reasonProblem(reason);
    setProblem(wrong);
    if (wrong !== null || busy) return;
    setBusy(true);
    setFailed(null);
    try {
      const { turns } = await api.original(call.id, reason.trim());
      if (here.current) onOpened(turns);
    } catch (error) {
      if (!here.current) return;
      setBusy(false);
      const code = codeOf(error);
      setFailed(code === "not_found" ? "The exact words have been destroyed meanwhile." : FAILURE[code] ?? "The exact words could not be opened. Ask IT.");
      if (code === "not_found") void cache.invalidateQueries({ queryKey: [KEY.calls, "one", call.id] });
    }
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void open();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
  };
  const left = LONGEST_REASON - lengthOf(reason);
  return (
    <form onSubmit={submit} noValidate className="flex min-h-0 flex-col">
      <div className="flex flex-col gap-4 overflow-y-auto px-5 py-4">
        <p>Your name, the time and your reason are written into the audit log.</p>
        <Field
          label="Why you need them" error={problem}
          hint={left < 60 ? `${left} characters left.` : "Leave the caller’s details out of it."}
        >
          {(parts) => (
            <Textarea
              {...parts} autoFocus rows={3} value={reason} autoComplete="off" placeholder="A complaint about what was promised"
              onChange={(event) => {
                setReason(event.target.value);
                if (problem !== null) setProblem(reasonProblem(event.target.value));
              }}
              onBlur={() => reason.trim() !== "" && setProblem(reasonProblem(reason))}
              onKeyDown={onKeyDown}
            />
          )}
        </Field>
        {failed !== null && (
          <p role="alert" className="flex gap-1.5 text-small font-semibold text-urgent">
            <CircleAlert aria-hidden size={15} className="mt-px shrink-0" />{failed}
          </p>
        )}
      </div>
      <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" aria-disabled={busy || undefined}>{busy ? "Opening" : "Open original"}</Button>
      </footer>
    </form>
  );
}

function Words({ call, turns, onClose }: { call: Call; turns: readonly OriginalTurn[]; onClose: () => void }) {
  const now = useNow(1000);
  const [closesAt] = useState(() => now + OPEN_FOR_MS);
  const left = closesAt - now;
  useEffect(() => {
    if (left > 0) return;
    onClose();
    toast("The exact words were closed after ten minutes");
  }, [left, onClose]);
  const start = Date.parse(call.answeredAt ?? call.startedAt);
  const gaps = turns.some(({ text }) => pieces(text).some((piece) => !("text" in piece)));
  const list = useRef<HTMLOListElement>(null);
  // The words are what the dialog is now about: arrows scroll them at once.
  useEffect(() => list.current?.focus(), []);
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 bg-ink px-5 py-2 text-small text-canvas">
        <LockKeyholeOpen aria-hidden size={15} className="shrink-0" />
        <span className="font-semibold">Holds personal details.</span>
        <span>This opening is in the audit log.</span>
        <span role="timer" className="ml-auto">Closes in {mss(left / 1000)}</span>
      </p>
      <ol
        ref={list} tabIndex={0} aria-label="Exact words" translate="no"
        onCopy={(event) => event.preventDefault()} onDragStart={(event) => event.preventDefault()}
        className="ring-inside min-h-0 overflow-y-auto py-1.5 select-none"
      >
        {turns.map((turn, index) => (
          <li key={index} className="grid grid-cols-[44px_64px_minmax(0,1fr)] gap-x-2 px-5 py-1.5 max-tab:grid-cols-[auto_1fr]">
            <span className="text-fine leading-5 text-ink-3">{mss((Date.parse(turn.at) - start) / 1000)}</span>
            <span className={classes("text-small leading-5 font-semibold", speakerColour(turn.speaker))}>{SPEAKER[turn.speaker]}</span>
            <span className="break-words max-tab:col-span-2 max-tab:text-phone"><CallText text={turn.text} /></span>
          </li>
        ))}
      </ol>
      <footer className="flex flex-wrap items-center justify-end gap-3 border-t border-line px-5 py-3">
        {gaps && <p className="mr-auto text-small text-ink-2">Details said before the caller agreed were never kept.</p>}
        <Button look="primary" onClick={onClose}>Close original</Button>
      </footer>
    </>
  );
}
