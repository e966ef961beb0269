/** Light, dark, or as the machine has it. Kept on this PC only. */
import { createStore } from "@/lib/store";

export type Theme = "system" | "light" | "dark";

const KEPT = "callwaiting.theme";

function kept(): Theme {
  const value = localStorage.getItem(KEPT);
  return value === "light" || value === "dark" ? value : "system";
}

export const theme = createStore<Theme>(kept());

export function startTheme(): void {
  const machine = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const chosen = theme.get();
    const dark = chosen === "dark" || (chosen === "system" && machine.matches);
    document.documentElement.dataset["theme"] = dark ? "dark" : "light";
  };
  machine.addEventListener("change", apply);
  theme.subscribe(() => {
    if (theme.get() === "system") localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, theme.get());
    apply();
  });
  apply();
}
