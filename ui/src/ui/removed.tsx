// What was taken out of a call's words, as hatched chips.
import { Eraser, EyeOff, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { RemovedLabel } from "@/api/types";
import { GONE, pieces, REMOVED, REMOVED_TITLE } from "@/lib/chips";

function Chip({ icon: Icon, title, children }: { icon: LucideIcon; title: string; children: ReactNode }) {
  return (
    <span
      title={title}
      className="mx-px inline-flex items-center gap-1 rounded-chip hatch-removed px-1.5 align-baseline text-fine leading-[18px] font-semibold whitespace-nowrap text-ink-2 forced-edge"
    >
      <Icon aria-hidden size={12} strokeWidth={2.1} />
      {children}
    </span>
  );
}

/** One kind of detail, read aloud as "name removed", or with how often as "name, removed 3 times". */
export function RemovedChip({ label, times, title = REMOVED_TITLE[label] }: {
  label: RemovedLabel;
  times?: number;
  title?: string;
}) {
  return (
    <Chip icon={EyeOff} title={title}>
      {REMOVED[label]}
      {times === undefined ? (
        <span className="sr-only"> removed</span>
      ) : (
        <>
          <span aria-hidden className="text-ink">{times}</span>
          <span className="sr-only">, removed {times === 1 ? "once" : `${times} times`}</span>
        </>
      )}
    </Chip>
  );
}

/** Words of a call; each detail that was taken out is a chip, and so is a turn of which nothing is shown. */
export function CallText({ text }: { text: string }) {
  return pieces(text).map((piece, index) => {
    if ("text" in piece) return <bdi key={index}>{piece.text}</bdi>;
    if ("removed" in piece) return <RemovedChip key={index} label={piece.removed} />;
    const { word, title } = GONE[piece.gone];
    return (
      <Chip key={index} icon={piece.gone === "ERASED" ? Eraser : EyeOff} title={title}>
        {word}<span className="sr-only">. {title}.</span>
      </Chip>
    );
  });
}
