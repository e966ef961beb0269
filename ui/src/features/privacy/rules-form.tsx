/** Changing the rules: whether Voxanne asks, what she asks, and how long exact words are kept. */
import { useMutation } from "@tanstack/react-query";
import { Check, CircleAlert, TriangleAlert } from "lucide-react";
import { useId, useState, type SyntheticEvent } from "react";
import { codeOf } from "@/api/client";
import { KEY } from "@/api/queries";
import type { Privacy, PrivacyChange } from "@/api/types";
import { useAppliance } from "@/app/appliance";
import { useClinic } from "@/app/clinic";
import { useCut } from "@/features/frame/banner";
import { classes } from "@/lib/classes";
import { useStore } from "@/lib/store";
import { FAILURE, lengthOf, plural } from "@/lib/words";
import { Button } from "@/ui/button";
import { Field, Input, Textarea } from "@/ui/field";
import { toast } from "@/ui/toast";
import { changeOf, daysProblem, draft, LONGEST_WORDING, reverse, startDraft, wordingProblem, type Draft } from "./rules";

export function RulesForm({ rules }: { rules: Privacy }) {
  const { id } = useClinic();
  const typed = useStore(draft);
  const value = typed?.clinicId === id ? typed : startDraft(id, rules);
  const edit = (part: Partial<Draft>) => draft.set({ ...value, ...part });
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const leave = (field: string) => setLeft((before) => new Set(before).add(field));
  const save = useSave();
  const cut = useCut();
  const hint = useId();

  const change = changeOf(rules, value);
  const changed = change === null || Object.keys(change).length > 0;
  const wrong = { days: daysProblem(value.days), wording: wordingProblem(value.wording) };
  const shorter = wrong.days === null && Number(value.days) < rules.retentionDays;

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setLeft(new Set(["days", "wording"]));
    if (change === null || !changed || save.isPending || cut) return;
    save.mutate({ before: rules, change });
  };

  return (
    <form onSubmit={submit} noValidate>
      <div className="flex max-w-[640px] flex-col gap-5 px-3.5 py-4">
        <div className="flex flex-col gap-1">
          <label className="flex min-h-6 items-center gap-2.5 font-semibold touch:min-h-11">
            <input
              type="checkbox" className="size-[18px] shrink-0 accent-accent" checked={value.ask} aria-describedby={hint}
              onChange={(event) => edit({ ask: event.target.checked })}
            />
            Voxanne asks callers
          </label>
          <p id={hint} className="pl-7 text-fine text-ink-3">
            {value.ask ? "Without a yes, no exact words are kept." : "Staff can still note on a call what the caller told them."}
          </p>
        </div>
        <Field
          label="What callers are asked" error={left.has("wording") ? wrong.wording : null}
          hint={<Count length={lengthOf(value.wording)} />}
        >
          {(parts) => (
            <Textarea
              {...parts} rows={3} value={value.wording}
              onChange={(event) => edit({ wording: event.target.value })} onBlur={() => leave("wording")}
            />
          )}
        </Field>
        <div className="flex flex-col gap-1.5">
          <Field
            label="Days that exact words are kept" error={left.has("days") ? wrong.days : null}
            hint="1 to 3650. Then they are destroyed; the transcript without details stays."
          >
            {(parts) => (
              <Input
                {...parts} inputMode="numeric" autoComplete="off" maxLength={6} className="max-w-[120px]" value={value.days}
                onChange={(event) => edit({ days: event.target.value })} onBlur={() => leave("days")}
              />
            )}
          </Field>
          {shorter && (
            <p role="status" className="flex gap-1.5 text-fine font-semibold text-urgent">
              <TriangleAlert aria-hidden size={14} className="mt-px shrink-0" />
              Exact words older than {plural(Number(value.days), "day")} are destroyed within the hour. Nothing brings them back.
            </p>
          )}
        </div>
      </div>
      <footer className="flex flex-wrap items-center gap-3 border-t border-line px-3.5 py-3">
        <Button
          type="submit" look="primary"
          unready={cut ? "There is no connection to the appliance" : changed ? null : "Nothing has been changed"}
        >
          {save.isPending ? "Saving" : "Save"}
        </Button>
        {changed && <Button look="ghost" onClick={() => { draft.set(null); setLeft(new Set()); save.reset(); }}>Discard</Button>}
        <Standing changed={changed} wrong={change === null} saved={save.isSuccess} error={save.error} />
      </footer>
    </form>
  );
}

/** Saves, and leaves a way back. A field that was typed into meanwhile is not overwritten. */
function useSave() {
  const { api, cache } = useAppliance();
  const keep = (now: Privacy) => {
    cache.setQueryData([KEY.privacy], now);
    void cache.invalidateQueries({ queryKey: [KEY.audit] });
  };
  const back = async (change: PrivacyChange) => {
    try {
      keep(await api.changePrivacy(change));
      draft.set(null);
      toast("The rules are as they were");
    } catch (error) {
      toast(FAILURE[codeOf(error)] ?? "The rules could not be put back.");
    }
  };
  return useMutation({
    mutationFn: ({ change }: { before: Privacy; change: PrivacyChange }) => api.changePrivacy(change),
    onSuccess: (now, { before, change }) => {
      draft.set(null);
      keep(now);
      toast("Saved: rules of privacy", () => void back(reverse(before, change)));
    },
    onError: () => void cache.invalidateQueries({ queryKey: [KEY.privacy] }),
  });
}

function Count({ length }: { length: number }) {
  const over = length > LONGEST_WORDING;
  return (
    <>
      <span>It is kept with each answer.</span>
      <span className={classes("ml-auto tabular-nums", over && "font-semibold text-urgent")}>
        {length} of {LONGEST_WORDING}<span className="sr-only"> characters</span>
      </span>
    </>
  );
}

function Standing({ changed, wrong, saved, error }: { changed: boolean; wrong: boolean; saved: boolean; error: Error | null }) {
  if (error !== null) {
    return (
      <p role="alert" className="flex gap-1.5 text-small font-semibold text-urgent">
        <CircleAlert aria-hidden size={15} className="mt-px shrink-0" />
        {FAILURE[codeOf(error)] ?? "It could not be saved. What you typed is still here."}
      </p>
    );
  }
  return (
    <p role="status" className="flex items-center gap-1.5 text-small text-ink-2">
      {!changed && saved && <Check aria-hidden size={15} className="text-won" />}
      {wrong ? "Correct what is marked first." : changed ? "Not saved yet." : saved ? "Saved." : "Everything is saved."}
    </p>
  );
}
