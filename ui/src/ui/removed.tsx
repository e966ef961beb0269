import { EyeOff } from "lucide-react";
import { pieces, REMOVED } from "@/lib/chips";

/** Words of a call; each detail that was taken out is a hatched chip, read aloud as "name removed". */
export function CallText({ text }: { text: string }) {
  return pieces(text).map((piece, index) =>
    "text" in piece ? (
      <bdi key={index}>{piece.text}</bdi>
    ) : (
      <span
        key={index}
        className="mx-px inline-flex items-center gap-1 rounded-chip hatch-removed px-1.5 align-baseline text-fine leading-[18px] font-semibold text-ink-2 forced-edge"
      >
        <EyeOff aria-hidden size={12} strokeWidth={2.1} />
        {REMOVED[piece.removed]}
        <span className="sr-only"> removed</span>
      </span>
    ),
  );
}
