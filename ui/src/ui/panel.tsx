/** What floats above the page: a drawer at the right, a dialog in the middle, a popover. */
import * as Dialog from "@radix-ui/react-dialog";
import * as RadixPopover from "@radix-ui/react-popover";
import { X } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { classes } from "@/lib/classes";
import { Button } from "./button";
import { returnFocus } from "./return-focus";

interface PanelProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** Read with the title; hidden when the panel shows it in its own way. */
  description?: string;
  children: ReactNode;
  className?: string;
}

/** The first field or button of the content; the Close button only when there is nothing else. */
function focusFirst(event: Event): void {
  if (!(event.target instanceof HTMLElement)) return;
  const first = event.target.querySelector<HTMLElement>("[data-body] :is(input, select, textarea, button, a[href]):not([tabindex='-1'])");
  if (first === null) return;
  event.preventDefault();
  first.focus();
}

export function Drawer({ open, onClose, title, description, children, className }: PanelProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Dialog.Content
          data-modal
          onOpenAutoFocus={focusFirst}
          onCloseAutoFocus={returnFocus}
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          className={classes(
            "fixed inset-y-0 right-0 z-50 flex w-[468px] max-w-full animate-panel flex-col border-l border-line bg-surface shadow-dialog outline-none max-tab:w-full max-tab:border-l-0",
            className,
          )}
        >
          <header className="flex min-h-[52px] items-center gap-3 border-b border-line py-2 pr-2.5 pl-5">
            <div className="min-w-0">
              <Dialog.Title className="font-serif text-[20px]/[26px] font-medium">{title}</Dialog.Title>
              {description !== undefined && (
                <Dialog.Description className="truncate text-small text-ink-2">{description}</Dialog.Description>
              )}
            </div>
            <Dialog.Close asChild>
              <Button look="ghost" size="icon" className="ml-auto" aria-label="Close">
                <X aria-hidden size={18} />
              </Button>
            </Dialog.Close>
          </header>
          <div data-body className="flex min-h-0 flex-1 flex-col">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

export function Modal({ open, onClose, title, description, children, className, bare = false, narrow = false }: PanelProps & {
  /** Without a visible head: the palette's field is its head. */
  bare?: boolean;
  /** For one question. */
  narrow?: boolean;
}) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Dialog.Content
          data-modal
          onCloseAutoFocus={returnFocus}
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          className={classes(
            "fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] max-w-[calc(100vw-24px)] -translate-x-1/2 animate-appear flex-col overflow-hidden rounded-card border border-line bg-surface shadow-dialog outline-none",
            narrow ? "w-[468px]" : "w-[600px]",
            className,
          )}
        >
          <header className={bare ? "sr-only" : "flex items-center gap-3 border-b border-line py-2 pr-2.5 pl-5"}>
            <Dialog.Title className="font-serif text-[20px]/[26px] font-medium">{title}</Dialog.Title>
            {description !== undefined && <Dialog.Description className="sr-only">{description}</Dialog.Description>}
            {!bare && (
              <Dialog.Close asChild>
                <Button look="ghost" size="icon" className="ml-auto" aria-label="Close">
                  <X aria-hidden size={18} />
                </Button>
              </Dialog.Close>
            )}
          </header>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

export const Popover = RadixPopover.Root;
export const PopoverTrigger = RadixPopover.Trigger;
export const PopoverAnchor = RadixPopover.Anchor;
export const PopoverClose = RadixPopover.Close;

export function PopoverBody({ className, ...rest }: ComponentProps<typeof RadixPopover.Content>) {
  return (
    <RadixPopover.Portal>
      <RadixPopover.Content
        sideOffset={6}
        collisionPadding={12}
        {...rest}
        className={classes(
          "z-30 max-h-(--radix-popover-content-available-height) w-[336px] max-w-[calc(100vw-24px)] animate-appear overflow-y-auto rounded-card border border-line bg-raised p-4 shadow-popover outline-none",
          className,
        )}
      />
    </RadixPopover.Portal>
  );
}
