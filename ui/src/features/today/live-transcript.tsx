/** A growing transcript: the newest at the bottom, and it stays there unless somebody scrolls up. */
import { ArrowDown } from "lucide-react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { PartialTurn, Turn } from "@/api/types";
import { announce } from "@/features/frame/announcer";
import { classes } from "@/lib/classes";
import { spoken } from "@/lib/chips";
import { Button } from "@/ui/button";
import { CallText } from "@/ui/removed";
import { SPEAKER, speakerColour } from "@/features/call/speaker";

export function LiveTranscript({ turns, partial, still = false }: {
  turns: readonly Turn[];
  partial: PartialTurn | null;
  /** In the page's own flow, without a scroller of its own. */
  still?: boolean;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [above, setAbove] = useState(false);
  const last = turns.at(-1);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    if (atEnd) element.scrollTop = element.scrollHeight;
    setAbove(element.scrollTop > 4);
  }, [atEnd, turns.length, last?.text, partial?.text]);

  // A banner or a hold strip takes height away: the end stays in view.
  useEffect(() => {
    const element = box.current;
    if (element === null || !atEnd) return;
    const watcher = new ResizeObserver(() => {
      element.scrollTop = element.scrollHeight;
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [atEnd]);

  const announced = useRef(last?.id);
  useEffect(() => {
    if (last === undefined || !last.final || last.id === announced.current) return;
    announced.current = last.id;
    announce(`${SPEAKER[last.speaker]}: ${spoken(last.text)}`);
  }, [last]);

  const empty = turns.length === 0 && partial === null;
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={box}
        tabIndex={still ? undefined : 0}
        role="log"
        aria-live="off"
        aria-label="Words of the call"
        onScroll={({ currentTarget: element }) => {
          setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < 24);
          setAbove(element.scrollTop > 4);
        }}
        className={classes(
          "ring-inside min-h-0 flex-1 px-3.5 py-2.5",
          !still && "basis-[200px] overflow-y-auto thin-scroll",
          !still && above && "fade-top",
        )}
      >
        {empty && <p className="text-small text-ink-3">Nothing has been said yet.</p>}
        <div className="flex flex-col gap-2">
          {turns.map((turn) => <Words key={turn.id} speaker={turn.speaker} text={turn.text} unfinished={!turn.final} />)}
          {partial !== null && <Words speaker={partial.speaker} text={partial.text} unfinished />}
        </div>
      </div>
      {!atEnd && (
        <Button
          size="sm"
          onClick={() => {
            box.current?.scrollTo({ top: box.current.scrollHeight });
            setAtEnd(true);
          }}
          className="absolute bottom-2 left-1/2 -translate-x-1/2 shadow-popover"
        >
          <ArrowDown aria-hidden size={15} />Newest
        </Button>
      )}
    </div>
  );
}

function Words({ speaker, text, unfinished }: { speaker: Turn["speaker"]; text: string; unfinished: boolean }) {
  return (
    <div className="grid grid-cols-[64px_minmax(0,1fr)] gap-x-0.5 max-tab:block">
      <span className={classes("text-fine leading-5 font-semibold max-tab:mr-2 max-tab:text-small", speakerColour(speaker))}>
        {SPEAKER[speaker]}
      </span>
      <span className={classes("break-words max-tab:text-phone", unfinished && "text-ink-2")}>
        <CallText text={text} />
        {unfinished && <span aria-hidden className="ml-1 inline-block h-[15px] w-[7px] translate-y-[2px] bg-live" />}
      </span>
    </div>
  );
}
