/** The keyboard of a field with a list under it: arrows choose, Enter takes, the field keeps the focus. */
import { useEffect, useId, useState, type KeyboardEvent } from "react";

export function useCombobox(count: number, onPick: (index: number) => void) {
  const id = useId();
  const [active, setActive] = useState(0);
  const index = Math.min(active, count - 1);

  useEffect(() => {
    document.getElementById(`${id}-${index}`)?.scrollIntoView({ block: "nearest" });
  }, [id, index]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const by = event.key === "ArrowDown" ? 1 : -1;
      if (count > 0) setActive((index + by + count) % count);
    } else if (event.key === "Enter" && index >= 0 && !event.nativeEvent.isComposing) {
      onPick(index);
    } else {
      return;
    }
    event.preventDefault();
  };

  return {
    index,
    reset: () => setActive(0),
    field: {
      role: "combobox" as const,
      "aria-expanded": count > 0,
      "aria-controls": `${id}-list`,
      "aria-activedescendant": index >= 0 ? `${id}-${index}` : undefined,
      "aria-autocomplete": "list" as const,
      autoComplete: "off",
      onKeyDown,
    },
    list: { id: `${id}-list`, role: "listbox" as const },
    option: (at: number) => ({
      id: `${id}-${at}`,
      role: "option" as const,
      "aria-selected": at === index,
      onPointerMove: () => setActive(at),
      // A click must not take the focus out of the field.
      onMouseDown: (event: { preventDefault: () => void }) => event.preventDefault(),
      onClick: () => onPick(at),
    }),
  };
}
