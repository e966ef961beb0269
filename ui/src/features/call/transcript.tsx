/** The words of one call, with when, who, and how long the answer took. Arrows go from turn to turn. */
import { FileText, Gauge } from "lucide-react";
import { useRef } from "react";
import type { PartialTurn, Turn } from "@/api/types";
import { classes } from "@/lib/classes";
import { mss } from "@/lib/times";
import { plural } from "@/lib/words";
import { Card, CardHead } from "@/ui/card";
import { CallText } from "@/ui/removed";
import { Empty } from "@/ui/states";
import { SPEAKER, speakerColour } from "./speaker";

const SLOW_MS = 700;
const LONGEST_BAR_MS = 1000;

export function Transcript({ turns, partial, redactions, live }: {
  turns: readonly Turn[];
  partial: PartialTurn | null;
  redactions: number;
  live: boolean;
}) {
  const list = useRef<HTMLOListElement>(null);
  const timed = turns.some(({ answerMs }) => answerMs !== null);
  const step = (event: React.KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0) return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-turn]") ?? [])];
    const index = rows.indexOf(document.activeElement as HTMLElement);
    rows[Math.min(rows.length - 1, Math.max(0, index + by))]?.focus();
    event.preventDefault();
  };
  return (
    <Card aria-labelledby="transcript" className="flex flex-col">
      <CardHead
        id="transcript"
        title="Transcript"
        tag={redactions > 0 && <span className="text-small text-ink-2">{plural(redactions, "detail")} removed</span>}
        aside={timed && <span className="text-fine text-ink-3 max-pad:hidden">Time to answer</span>}
        className="border-b border-line"
      />
      {turns.length === 0 && partial === null ? (
        <Empty icon={FileText} title={live ? "Nothing has been said yet" : "No words were kept of this call"} className="flex-1">
          {live ? "The words appear here as they are spoken." : "The call ended before anybody spoke, or its transcript never arrived."}
        </Empty>
      ) : (
        <ol ref={list} onKeyDown={step} aria-labelledby="transcript" className="py-1.5">
          {turns.map((turn, index) => <Row key={turn.id} turn={turn} first={index === 0} />)}
          {partial !== null && (
            <li className={ROW}>
              <span />
              <span className={classes("text-small font-semibold", speakerColour(partial.speaker))}>{SPEAKER[partial.speaker]}</span>
              <span className="text-ink-2">
                <CallText text={partial.text} />
                <span aria-hidden className="ml-1 inline-block h-[15px] w-[7px] translate-y-[2px] bg-live" />
              </span>
            </li>
          )}
        </ol>
      )}
    </Card>
  );
}

const ROW =
  "grid grid-cols-[48px_68px_minmax(0,1fr)_112px] items-start gap-x-1 border-l-[3px] border-transparent px-3.5 py-[7px] pl-[11px] max-pad:grid-cols-[44px_64px_minmax(0,1fr)] max-tab:grid-cols-[auto_1fr] max-tab:gap-x-2";

function Row({ turn, first }: { turn: Turn; first: boolean }) {
  const { answerMs } = turn;
  return (
    <li
      data-turn
      tabIndex={first ? 0 : -1}
      className={classes(ROW, "ring-inside focus:border-accent focus:bg-accent-soft focus-visible:outline-none")}
    >
      <span className="text-fine leading-5 text-ink-3">{turn.secondsFromStart === null ? "" : mss(turn.secondsFromStart)}</span>
      <span className={classes("text-small leading-5 font-semibold", speakerColour(turn.speaker))}>{SPEAKER[turn.speaker]}</span>
      <span className={classes("break-words max-tab:col-span-2 max-tab:text-phone", !turn.final && "text-ink-2")}>
        <CallText text={turn.text} />
      </span>
      {answerMs !== null && <Answer ms={answerMs} />}
    </li>
  );
}

function Answer({ ms }: { ms: number }) {
  const slow = ms > SLOW_MS;
  return (
    <span className={classes("flex items-center justify-end gap-2 text-fine leading-5 max-pad:hidden", slow ? "font-[650] text-held" : "text-ink-2")}>
      {slow && <Gauge aria-hidden size={14} />}
      <span
        aria-hidden
        className={classes("h-1 rounded-full", slow ? "bg-held" : "bg-line-strong")}
        style={{ width: `${Math.min(1, ms / LONGEST_BAR_MS) * 40}px` }}
      />
      <span>{ms} ms{slow && <span className="sr-only">, slow</span>}</span>
    </span>
  );
}
