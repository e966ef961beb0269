/**
 * Says aloud what appears elsewhere on the page: urgent at once, whole turns of a call and the
 * start, last minute and end of holds when there is a pause.
 */
import { createStore, useStore } from "@/lib/store";

const polite = createStore("");
const urgent = createStore("");

export function announce(text: string): void {
  polite.set(text);
}

export function announceUrgent(text: string): void {
  urgent.set(text);
}

export function Announcer() {
  return (
    <>
      <div className="sr-only" aria-live="polite">{useStore(polite)}</div>
      <div className="sr-only" aria-live="assertive">{useStore(urgent)}</div>
    </>
  );
}
