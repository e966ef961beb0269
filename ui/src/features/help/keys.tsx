/** Every key that works now, and the switch that quiets single letters. */
import type { Role } from "@/api/types";
import { useRole } from "@/app/role";
import { lettersOn } from "@/app/shortcuts";
import { useStore } from "@/lib/store";
import { Key } from "@/ui/key";
import { Modal } from "@/ui/panel";

interface Entry {
  what: string;
  keys: readonly string[];
  /** Only theirs. */
  role?: Role;
}

const GROUPS: readonly { title: string; entries: readonly Entry[] }[] = [
  {
    title: "Anywhere",
    entries: [
      { what: "Find a person, call or action", keys: ["mod+k"] },
      { what: "Book", keys: ["b"] },
      { what: "Undo the last thing you did", keys: ["mod+z"] },
      { what: "Lock or switch person", keys: ["mod+shift+l"] },
      { what: "These keys", keys: ["?"] },
    ],
  },
  {
    title: "Go to",
    entries: [
      { what: "Today", keys: ["g t"] },
      { what: "Calendar", keys: ["g d"] },
      { what: "Calls", keys: ["g c"] },
      { what: "Privacy", keys: ["g p"], role: "manager" },
    ],
  },
  {
    title: "Today",
    entries: [
      { what: "Next thing that needs you, then Enter", keys: ["n"] },
      { what: "First live call, then Enter", keys: ["l"] },
    ],
  },
  {
    title: "Calendar",
    entries: [
      { what: "Between times and practitioners", keys: ["↑", "↓", "←", "→"] },
      { what: "Open an appointment, or book a free time", keys: ["enter"] },
      { what: "Move the appointment", keys: ["m"] },
      { what: "Cancel the appointment", keys: ["delete"] },
      { what: "Day before, day after", keys: ["[", "]"] },
    ],
  },
  {
    title: "Calls",
    entries: [
      { what: "Next call, call before", keys: ["j", "k"] },
      { what: "In a call: from turn to turn", keys: ["↑", "↓"] },
      { what: "Search the calls", keys: ["/"] },
    ],
  },
];

export function Keys({ onClose }: { onClose: () => void }) {
  const on = useStore(lettersOn);
  const role = useRole();
  return (
    <Modal open onClose={onClose} title="Keys" className="w-[720px]">
      <div tabIndex={0} className="ring-inside grid grid-cols-2 gap-x-10 gap-y-5 overflow-y-auto px-5 py-4 max-tab:grid-cols-1">
        {GROUPS.map(({ title, entries }) => (
          <section key={title}>
            <h3 className="pb-1 text-small font-semibold text-ink-3">{title}</h3>
            <dl>
              {entries.filter((entry) => entry.role === undefined || entry.role === role).map(({ what, keys }) => (
                <div key={what} className="flex min-h-8 items-center justify-between gap-4 border-t border-line first:border-t-0">
                  <dt>{what}</dt>
                  <dd className="flex shrink-0 gap-1">{keys.map((key) => <Key key={key} shortcut={key} />)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <footer className="border-t border-line px-5 py-3">
        <label className="flex min-h-6 items-center gap-2.5 touch:min-h-11">
          <input type="checkbox" className="size-[18px] accent-accent" checked={on} onChange={(event) => lettersOn.set(event.target.checked)} />
          Single letters act as keys
        </label>
      </footer>
    </Modal>
  );
}
