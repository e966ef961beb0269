/**
 * A sentence, and what would be kept of it. Nothing typed here is kept anywhere: not in the cache, not as a draft, and
 * the appliance forgets it with its answer.
 */
import { CircleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { codeOf } from "@/api/client";
import type { Tried } from "@/api/types";
import { useAppliance } from "@/app/appliance";
import { classes } from "@/lib/classes";
import { useSettled } from "@/lib/settled";
import { FAILURE, plural } from "@/lib/words";
import { Button } from "@/ui/button";
import { Card, CardHead } from "@/ui/card";
import { Field, Textarea } from "@/ui/field";
import { CallText } from "@/ui/removed";
import { EXAMPLE } from "./kinds";

const SETTLE_MS = 300;
const LONGEST = 2000;

type Result = { of: string } & ({ tried: Tried } | { failed: string });

export function TryBox() {
  const [text, setText] = useState("");
  const result = useTried(text);
  return (
    <Card aria-labelledby="try">
      <CardHead
        id="try" title="Try a sentence" className="border-b border-line"
        aside={
          text === ""
            ? <Button size="sm" look="ghost" className="-my-1 -mr-2" onClick={() => setText(EXAMPLE)}>Use an example</Button>
            : <Button size="sm" look="ghost" className="-my-1 -mr-2" onClick={() => setText("")}>Clear</Button>
        }
      />
      <div className="grid grid-cols-2 gap-4 p-3.5 max-desk:grid-cols-1">
        <Field label="A caller says" hint="Nothing you type here is kept.">
          {(parts) => (
            <Textarea
              {...parts} rows={5} maxLength={LONGEST} spellCheck={false} autoComplete="off" value={text}
              placeholder="My name is …" onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <div className="flex min-w-0 flex-col gap-1">
          <p id="try-result" className="text-small font-semibold">What is kept</p>
          <div
            role="region" aria-labelledby="try-result"
            className={classes(
              "min-h-[118px] flex-1 rounded-control border border-line bg-canvas px-2.5 py-2 break-words whitespace-pre-wrap",
              result !== null && result.of !== text.trim() && "text-ink-2",
            )}
          >
            {result !== null && "tried" in result ? <CallText text={result.tried.text} /> : <span className="text-ink-3">It appears here as you type.</span>}
          </div>
          <p role="status" className="flex min-h-4 gap-1.5 text-fine text-ink-3">{result !== null && <Summary result={result} />}</p>
        </div>
      </div>
    </Card>
  );
}

function Summary({ result }: { result: Result }) {
  if ("failed" in result) {
    return (
      <span className="flex gap-1.5 font-semibold text-urgent">
        <CircleAlert aria-hidden size={14} className="mt-px shrink-0" />{result.failed}
      </span>
    );
  }
  const { labels } = result.tried;
  return labels.length === 0 ? "No personal details found." : `${plural(labels.length, "detail")} taken out.`;
}

/** The answer to what stood still for a moment; an answer that comes late is dropped. */
function useTried(text: string): Result | null {
  const { api } = useAppliance();
  const settled = useSettled(text.trim(), SETTLE_MS);
  const [result, setResult] = useState<Result | null>(null);
  useEffect(() => {
    if (settled === "") return;
    let wanted = true;
    api.tryRedaction(settled).then(
      (tried) => wanted && setResult({ of: settled, tried }),
      (error: unknown) => wanted && setResult({ of: settled, failed: FAILURE[codeOf(error)] ?? "It could not be tried." }),
    );
    return () => {
      wanted = false;
    };
  }, [api, settled]);
  return text.trim() === "" ? null : result;
}
