// What a control or a cut-off name says in full.
import * as Radix from "@radix-ui/react-tooltip";
import type { ReactNode } from "react";

export const TooltipProvider = Radix.Provider;

export function Tooltip({ text, side = "right", children }: {
  /** Null for none: the words are already in view. */
  text: string | null;
  side?: "right" | "top" | "bottom";
  children: ReactNode;
}) {
  if (text === null) return children;
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          className="z-50 rounded-tag bg-ink px-2 py-1 text-fine font-semibold text-canvas"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
