// A menu on Radix, so that the keyboard works as people expect.
import * as Dropdown from "@radix-ui/react-dropdown-menu";
import type { ComponentProps } from "react";
import { classes } from "@/lib/classes";

export function Menu(props: ComponentProps<typeof Dropdown.Root>) {
  return <Dropdown.Root modal={false} {...props} />;
}
export const MenuTrigger = Dropdown.Trigger;
export const MenuRadioGroup = Dropdown.RadioGroup;
export const MenuIndicator = Dropdown.ItemIndicator;

export function MenuBody({ className, ...rest }: ComponentProps<typeof Dropdown.Content>) {
  return (
    // Inside the page's landmark, so that a screen reader can still place it.
    <Dropdown.Portal container={document.getElementById("page")}>
      <Dropdown.Content
        sideOffset={6}
        collisionPadding={12}
        {...rest}
        className={classes(
          "z-30 max-h-(--radix-dropdown-menu-content-available-height) min-w-[220px] animate-appear overflow-y-auto rounded-card border border-line bg-raised p-1.5 shadow-popover outline-none",
          className,
        )}
      />
    </Dropdown.Portal>
  );
}

const ITEM =
  "flex min-h-[34px] cursor-default items-center gap-2.5 rounded-control px-2.5 py-1.5 outline-none data-[highlighted]:bg-accent-soft touch:min-h-11";

export function MenuItem({ className, ...rest }: ComponentProps<typeof Dropdown.Item>) {
  return <Dropdown.Item {...rest} className={classes(ITEM, className)} />;
}

export function MenuRadio({ className, ...rest }: ComponentProps<typeof Dropdown.RadioItem>) {
  return <Dropdown.RadioItem {...rest} className={classes(ITEM, className)} />;
}

export function MenuLabel({ className, ...rest }: ComponentProps<typeof Dropdown.Label>) {
  return <Dropdown.Label {...rest} className={classes("px-2.5 pt-1.5 pb-1 text-fine font-semibold text-ink-3", className)} />;
}

export function MenuLine() {
  return <Dropdown.Separator className="my-1.5 h-px bg-line" />;
}
