/**
 * The result of one's own action: bottom left, one at a time, with Undo where there is a way back.
 * Never for an error that needs a decision.
 */
import { Undo2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { createStore, useStore } from "@/lib/store";
import { Button } from "./button";
import { Key } from "./key";

interface Toast {
  id: number;
  text: string;
  undo: (() => void) | null;
}

const current = createStore<Toast | null>(null);
/** What Ctrl Z takes back; outlives its toast, and each action replaces the one before. */
let lastUndo: (() => void) | null = null;
let nextId = 1;

export function toast(text: string, undo: (() => void) | null = null): void {
  lastUndo = undo;
  current.set({ id: nextId++, text, undo: undo && undoLast });
}

export function undoLast(): void {
  const undo = lastUndo;
  lastUndo = null;
  current.set(null);
  undo?.();
}

export function Toaster() {
  const shown = useStore(current);
  return (
    <div
      role="status"
      className="pointer-events-none fixed bottom-4 left-4 z-[60] max-w-[calc(100vw-32px)] max-tab:bottom-20"
    >
      {shown !== null && <Slip key={shown.id} shown={shown} />}
    </div>
  );
}

function Slip({ shown }: { shown: Toast }) {
  const [paused, setPaused] = useState(false);
  const left = useRef(shown.undo === null ? 6000 : 10_000);
  useEffect(() => {
    if (paused) return;
    const startedAt = performance.now();
    const timer = window.setTimeout(() => current.set((now) => (now?.id === shown.id ? null : now)), left.current);
    return () => {
      window.clearTimeout(timer);
      left.current -= performance.now() - startedAt;
    };
  }, [paused, shown.id]);
  return (
    <div
      onPointerEnter={() => setPaused(true)}
      onPointerLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)}
      onBlur={() => setPaused(false)}
      className="pointer-events-auto flex min-h-11 animate-slide items-center gap-4 rounded-card border border-line-strong bg-raised py-1.5 pr-2 pl-4 shadow-popover"
    >
      <p className="pr-2">{shown.text}</p>
      {shown.undo !== null && (
        <Button size="sm" onClick={shown.undo}>
          <Undo2 aria-hidden size={15} />
          Undo
          <span className="max-tab:hidden"><Key shortcut="mod+z" /></span>
        </Button>
      )}
    </div>
  );
}
