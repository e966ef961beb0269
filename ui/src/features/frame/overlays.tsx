/** Shows the one panel that is open. The palette is always at hand: words are typed the moment it opens. */
import { lazy, Suspense } from "react";
import { closeOverlay, overlay } from "@/app/overlay";
import { Keys } from "@/features/help/keys";
import { Palette } from "@/features/palette/palette";
import { useStore } from "@/lib/store";

const BookPanel = lazy(async () => ({ default: (await import("@/features/booking/book-panel")).BookPanel }));
const MovePanel = lazy(async () => ({ default: (await import("@/features/booking/move-panel")).MovePanel }));
const PersonPanel = lazy(async () => ({ default: (await import("@/features/person/person-panel")).PersonPanel }));

export function Overlays() {
  const open = useStore(overlay);
  return (
    <Suspense fallback={null}>
      {open?.kind === "keys" && <Keys onClose={closeOverlay} />}
      {open?.kind === "palette" && <Palette onClose={closeOverlay} />}
      {open?.kind === "book" && <BookPanel wish={open.wish} onClose={closeOverlay} />}
      {open?.kind === "move" && <MovePanel appointment={open.appointment} onClose={closeOverlay} />}
      {open?.kind === "person" && <PersonPanel contactId={open.contactId} name={open.name} onClose={closeOverlay} />}
    </Suspense>
  );
}
