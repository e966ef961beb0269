/** Shortcuts of the whole window: one listener, and whoever registered last is asked first. */
import { useEffect, useRef } from "react";
import { isMac, isTyping, KeyReader, nameOf } from "@/lib/keys";
import { createStore } from "@/lib/store";
import { overlay } from "./overlay";

type Handler = (event: KeyboardEvent) => void;

const handlers = new Map<string, Handler[]>();
const LETTERS_OFF = "callwaiting.letters-off";

/** Whether single letters act; some people dictate or use a switch and need them quiet. */
export const lettersOn = createStore(localStorage.getItem(LETTERS_OFF) === null);
lettersOn.subscribe(() => {
  if (lettersOn.get()) localStorage.removeItem(LETTERS_OFF);
  else localStorage.setItem(LETTERS_OFF, "1");
});

/** Ctrl combinations that work even while a panel is open. */
const EVERYWHERE = new Set(["mod+k", "mod+shift+l"]);

export function useShortcut(name: string, handler: Handler, enabled = true): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (!enabled) return;
    const entry: Handler = (event) => latest.current(event);
    handlers.set(name, [...(handlers.get(name) ?? []), entry]);
    return () => {
      handlers.set(name, (handlers.get(name) ?? []).filter((other) => other !== entry));
    };
  }, [name, enabled]);
}

export function listenForShortcuts(): () => void {
  const mac = isMac(navigator.userAgent);
  const reader = new KeyReader(new Set(["g"]));
  const listener = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const press = { key: event.key, ctrl: event.ctrlKey, meta: event.metaKey, alt: event.altKey, shift: event.shiftKey };
    const name = nameOf(press, mac);
    if (name === null) return;
    const combined = name.startsWith("mod+");
    const blocked = overlay.get() !== null || document.querySelector("[data-modal],[role=menu]") !== null;
    if (blocked && !EVERYWHERE.has(name)) return;
    if (isTyping(event.target) && !EVERYWHERE.has(name)) return;
    if (!combined && !lettersOn.get()) return;
    const shortcut = combined ? name : reader.read(name, event.timeStamp);
    const handler = shortcut === null ? undefined : handlers.get(shortcut)?.at(-1);
    if (handler === undefined) return;
    event.preventDefault();
    handler(event);
  };
  window.addEventListener("keydown", listener);
  return () => window.removeEventListener("keydown", listener);
}
