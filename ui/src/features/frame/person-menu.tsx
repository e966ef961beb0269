/** Who is signed in; locking, switching, theme and the list of keys. */
import { Check, ChevronsUpDown, Keyboard, Lock, Monitor, Moon, Sun } from "lucide-react";
import { useAppliance } from "@/app/appliance";
import { openOverlay } from "@/app/overlay";
import { lock } from "@/app/session";
import { theme, type Theme } from "@/app/theme";
import type { Session } from "@/api/types";
import { useStore } from "@/lib/store";
import { ROLE } from "@/lib/words";
import { Avatar } from "@/ui/avatar";
import { Key } from "@/ui/key";
import { Menu, MenuBody, MenuIndicator, MenuItem, MenuLabel, MenuLine, MenuRadio, MenuRadioGroup, MenuTrigger } from "@/ui/menu";

const THEMES = [
  { value: "system", word: "As this PC", icon: Monitor },
  { value: "light", word: "Light", icon: Sun },
  { value: "dark", word: "Dark", icon: Moon },
] as const;

export function PersonMenu({ session, compact = false }: { session: Session; compact?: boolean }) {
  const appliance = useAppliance();
  const chosen = useStore(theme);
  return (
    <Menu>
      <MenuTrigger
        className={
          compact
            ? "grid size-11 place-items-center rounded-control hover:bg-sunken"
            : "flex min-h-12 w-full items-center gap-2.5 rounded-control px-1.5 text-left hover:bg-sunken max-wide:justify-center max-wide:px-0"
        }
      >
        <Avatar name={session.staff.name} />
        {compact ? (
          <span className="sr-only">{session.staff.name}, {ROLE[session.role]}</span>
        ) : (
          <>
            <span className="min-w-0 flex-1 max-wide:sr-only">
              <span className="block truncate text-small font-semibold">{session.staff.name}</span>{" "}
              <span className="block text-fine text-ink-2">{ROLE[session.role]}</span>
            </span>
            <ChevronsUpDown aria-hidden size={15} className="text-ink-3 max-wide:hidden" />
          </>
        )}
      </MenuTrigger>
      <MenuBody side="top" align="start" className="w-[250px]">
        <MenuLabel>{session.staff.name}, {ROLE[session.role]}</MenuLabel>
        <MenuItem onSelect={() => lock(appliance)}>
          <Lock aria-hidden size={16} className="text-ink-2" />
          Lock or switch person
          <span className="ml-auto"><Key shortcut="mod+shift+l" /></span>
        </MenuItem>
        <MenuItem onSelect={() => openOverlay({ kind: "keys" })}>
          <Keyboard aria-hidden size={16} className="text-ink-2" />
          Keys
          <span className="ml-auto"><Key shortcut="?" /></span>
        </MenuItem>
        <MenuLine />
        <MenuLabel>Appearance</MenuLabel>
        <MenuRadioGroup value={chosen} onValueChange={(value) => theme.set(value as Theme)}>
          {THEMES.map(({ value, word, icon: Icon }) => (
            <MenuRadio key={value} value={value} onSelect={(event) => event.preventDefault()}>
              <Icon aria-hidden size={16} className="text-ink-2" />
              {word}
              <MenuIndicator className="ml-auto text-accent">
                <Check aria-hidden size={16} />
              </MenuIndicator>
            </MenuRadio>
          ))}
        </MenuRadioGroup>
      </MenuBody>
    </Menu>
  );
}
