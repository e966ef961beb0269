/**
 * Where the focus was on the page itself, so that a closed panel can give it back.
 *
 * Panels here open from shortcuts and from popovers that close at the same moment, so there is
 * often no trigger that Radix could remember.
 */
let last: HTMLElement | null = null;

const FLOATING = "[data-modal],[data-radix-popper-content-wrapper]";

document.addEventListener("focusin", ({ target }) => {
  if (target instanceof HTMLElement && target.closest(FLOATING) === null) last = target;
});

export function returnFocus(event: Event): void {
  event.preventDefault();
  // Another panel took this one's place: it has the focus now.
  if (document.querySelector("[data-modal]") !== null) return;
  const target = last?.isConnected === true ? last : document.getElementById("page");
  target?.focus({ preventScroll: true });
}
