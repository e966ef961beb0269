/** The ways to the screens: a column at the left, icons when it is narrow, tabs on a phone. */
import { Link, useMatchRoute } from "@tanstack/react-router";
import { CalendarDays, Phone, Server, Shield, Sun, type LucideIcon } from "lucide-react";
import { Fragment } from "react";
import type { Role } from "@/api/types";
import { classes } from "@/lib/classes";
import { Tooltip } from "@/ui/tooltip";
import { useMedia } from "./media";

export interface Place {
  to: "/" | "/calendar" | "/calls" | "/privacy" | "/appliance";
  word: string;
  icon: LucideIcon;
  keys: string;
  /** Rules rather than today's work: under a heading of its own. */
  manage?: true;
}

const TODAY: Place = { to: "/", word: "Today", icon: Sun, keys: "g t" };
const CALENDAR: Place = { to: "/calendar", word: "Calendar", icon: CalendarDays, keys: "g d" };
const APPLIANCE: Place = { to: "/appliance", word: "Appliance", icon: Server, keys: "g a" };
const CALLS: Place = { to: "/calls", word: "Calls", icon: Phone, keys: "g c" };
const PRIVACY: Place = { to: "/privacy", word: "Privacy", icon: Shield, keys: "g p", manage: true };

export const PLACES: Record<Role, readonly Place[]> = {
  front_desk: [TODAY, CALENDAR, CALLS],
  manager: [TODAY, CALENDAR, CALLS, PRIVACY],
  // No patient's record: neither calls nor the diary.
  it_admin: [APPLIANCE],
};

export interface Badges {
  live: number;
  needs: number;
  urgent: boolean;
}

function badgeOf(place: Place, badges: Badges) {
  if (place.to === "/calls" && badges.live > 0) {
    return { count: badges.live, words: `${badges.live} live`, look: "bg-live-soft text-live", solid: "bg-live text-surface" };
  }
  if (place.to === "/" && badges.needs > 0) {
    return badges.urgent
      ? { count: badges.needs, words: `${badges.needs} need you, one is urgent`, look: "bg-urgent-soft text-urgent", solid: "bg-urgent text-on-urgent" }
      : { count: badges.needs, words: `${badges.needs} need you`, look: "bg-needs-soft text-needs", solid: "bg-needs text-surface" };
  }
  return null;
}

function useHere(): (place: Place) => boolean {
  const match = useMatchRoute();
  return (place) => match({ to: place.to, fuzzy: place.to !== "/" }) !== false;
}

export function SideNavigation({ places, badges }: { places: readonly Place[]; badges: Badges }) {
  const here = useHere();
  const folded = !useMedia("(min-width: 1280px)");
  return (
    <nav aria-label="Main" className="flex flex-col gap-0.5 p-2.5">
      {places.map((place, index) => {
        const badge = badgeOf(place, badges);
        const active = here(place);
        return (
          <Fragment key={place.to}>
            {place.manage === true && places[index - 1]?.manage !== true && (
              <p className="mt-4 mb-1 px-2 text-fine text-ink-3 max-wide:mx-1 max-wide:mt-2 max-wide:border-t max-wide:border-line-strong max-wide:px-0">
                <span className="max-wide:sr-only">Manage</span>
              </p>
            )}
            <Tooltip text={folded ? place.word : null}>
              <Link
                to={place.to}
                aria-current={active ? "page" : undefined}
                className={classes(
                  "relative flex h-[34px] items-center gap-3 rounded-control border px-2 font-semibold max-wide:size-10 max-wide:justify-center max-wide:px-0",
                  active ? "border-line bg-surface text-ink" : "border-transparent font-medium text-ink-2 hover:bg-sunken hover:text-ink",
                )}
              >
                <place.icon aria-hidden size={18} strokeWidth={1.8} className={active ? "text-accent" : undefined} />
                <span className="max-wide:sr-only">{place.word}</span>
                {badge !== null && (
                  <span
                    className={classes(
                      "ml-auto grid h-5 min-w-5 place-items-center rounded-full px-1 text-badge font-[650]",
                      "max-wide:absolute max-wide:-top-0.5 max-wide:-right-0.5 max-wide:h-4 max-wide:min-w-4",
                      badge.look,
                    )}
                  >
                    <span aria-hidden>{badge.count}</span>
                    <span className="sr-only">{badge.words}</span>
                  </span>
                )}
              </Link>
            </Tooltip>
          </Fragment>
        );
      })}
    </nav>
  );
}

export function Tabs({ places, badges }: { places: readonly Place[]; badges: Badges }) {
  const here = useHere();
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-nav pb-[env(safe-area-inset-bottom)] tab:hidden"
    >
      {places.map((place) => {
        const badge = badgeOf(place, badges);
        const active = here(place);
        return (
          <Link
            key={place.to}
            to={place.to}
            aria-current={active ? "page" : undefined}
            className={classes(
              "ring-inside flex h-16 flex-1 flex-col items-center justify-center gap-1 text-fine",
              active ? "font-semibold text-accent" : "font-medium text-ink-2",
            )}
          >
            <span className="relative">
              <place.icon aria-hidden size={21} strokeWidth={1.8} />
              {badge !== null && (
                <span className={classes("absolute -top-1.5 left-3 grid h-[18px] min-w-[18px] place-items-center rounded-full px-1 text-badge font-[650]", badge.solid)}>
                  <span aria-hidden>{badge.count}</span>
                  <span className="sr-only">{badge.words}</span>
                </span>
              )}
            </span>
            {place.word}
          </Link>
        );
      })}
    </nav>
  );
}
