/** The frame around every screen: navigation, line status, search, and the panels that float. */
import { useQuery } from "@tanstack/react-query";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { Compass, Search } from "lucide-react";
import { Suspense, useEffect } from "react";
import { useAppliance } from "@/app/appliance";
import { useClinic } from "@/app/clinic";
import { openOverlay } from "@/app/overlay";
import { lock } from "@/app/session";
import { useShortcut } from "@/app/shortcuts";
import type { Session } from "@/api/types";
import { PlayMenu } from "@/features/practice/play-menu";
import { useStore } from "@/lib/store";
import { Button } from "@/ui/button";
import { Key } from "@/ui/key";
import { Empty } from "@/ui/states";
import { undoLast } from "@/ui/toast";
import { Announcer } from "./announcer";
import { Banner } from "./banner";
import { LineStatus } from "./line-status";
import { useIsPhone } from "./media";
import { PLACES, SideNavigation, Tabs } from "./navigation";
import { Overlays } from "./overlays";
import { PersonMenu } from "./person-menu";
import { FrameTrouble } from "./trouble";

export function Frame() {
  const access = useStore(useAppliance().access);
  if (access.state !== "in") return null;
  return (
    <FrameTrouble>
      <Suspense fallback={null}>
        <Inside session={access.session} />
      </Suspense>
    </FrameTrouble>
  );
}

function Inside({ session }: { session: Session }) {
  const appliance = useAppliance();
  const clinic = useClinic();
  const phone = useIsPhone();
  const navigate = useNavigate();
  const desk = session.role !== "it_admin";
  const { data: today } = useQuery({ ...appliance.queries.today(), enabled: desk });
  const badges = {
    live: today?.live.length ?? 0,
    needs: today?.needsYou.length ?? 0,
    urgent: today?.needsYou.some((need) => need.urgent) ?? false,
  };
  const places = PLACES[session.role];

  // B must work at once, wherever one is: what it needs is there before it is pressed.
  useEffect(() => {
    if (!desk) return;
    void appliance.cache.query(appliance.queries.procedures()).catch(() => null);
    void appliance.cache.query(appliance.queries.practitioners()).catch(() => null);
    void import("@/features/booking/book-panel");
  }, [appliance, desk]);

  useShortcut("g t", () => void navigate({ to: "/" }), desk);
  useShortcut("g d", () => void navigate({ to: "/calendar" }), desk);
  useShortcut("g c", () => void navigate({ to: "/calls" }), desk);
  useShortcut("g p", () => void navigate({ to: "/privacy" }), session.role === "manager");
  useShortcut("mod+k", () => openOverlay({ kind: "palette" }), desk);
  useShortcut("?", () => openOverlay({ kind: "keys" }), desk);
  useShortcut("b", () => openOverlay({ kind: "book", wish: {} }), desk);
  useShortcut("mod+z", undoLast);
  useShortcut("mod+shift+l", () => lock(appliance));

  return (
    <div className="grid h-dvh overflow-hidden grid-cols-[204px_minmax(0,1fr)] max-wide:grid-cols-[60px_minmax(0,1fr)] max-tab:block max-tab:h-auto max-tab:overflow-visible">
      <a
        href="#page"
        className="fixed top-2 left-2 z-[70] -translate-y-16 rounded-control bg-accent px-4 py-2 font-semibold text-on-accent focus:translate-y-0"
      >
        To the page
      </a>
      <aside className="flex min-h-0 flex-col border-r border-line bg-nav max-tab:hidden">
        <div className="flex h-[60px] items-center gap-2.5 px-4 max-wide:justify-center max-wide:px-0">
          <span aria-hidden className="grid size-7 shrink-0 place-items-center rounded-control bg-accent font-serif text-[16px] font-[600] text-on-accent">
            {clinic.name.charAt(0)}
          </span>
          <span className="min-w-0 max-wide:sr-only">
            <span className="line-clamp-2 text-small leading-[17px] font-semibold">{clinic.name}</span>
          </span>
        </div>
        <SideNavigation places={places} badges={badges} />
        <div className="mx-2.5 mt-auto border-t border-line py-2">
          <PersonMenu session={session} />
        </div>
      </aside>
      <div className="flex min-h-0 min-w-0 flex-col max-tab:pb-[calc(64px+env(safe-area-inset-bottom))]">
        <header className="flex min-h-[52px] shrink-0 items-center gap-3 border-b border-line bg-canvas px-5 max-tab:sticky max-tab:top-0 max-tab:z-20 max-tab:h-16 max-tab:gap-1 max-tab:px-4">
          <LineStatus />
          <div className="ml-auto flex shrink-0 items-center gap-2.5 max-tab:gap-0">
            {desk && <SearchButton />}
            {desk && clinic.practice && <PlayMenu iconOnly={phone} look={phone ? "ghost" : "quiet"} />}
            {phone && <PersonMenu session={session} compact />}
          </div>
        </header>
        <Banner />
        <main id="page" tabIndex={-1} className="relative min-h-0 flex-1 overflow-y-auto outline-none max-tab:overflow-visible">
          <Suspense fallback={null}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Tabs places={places} badges={badges} />
      <Overlays />
      <Announcer />
    </div>
  );
}

function SearchButton() {
  return (
    <button
      type="button"
      onClick={() => openOverlay({ kind: "palette" })}
      className="flex h-[34px] w-[320px] items-center gap-2.5 rounded-control border border-control bg-raised px-3 text-ink-3 hover:text-ink-2 max-wide:w-[240px] max-pad:grid max-pad:size-[34px] max-pad:place-items-center max-pad:p-0 max-tab:size-11 max-tab:border-0 max-tab:bg-transparent"
    >
      <Search aria-hidden size={16} className="max-tab:size-5 max-tab:text-ink-2" />
      <span className="whitespace-nowrap max-pad:sr-only">Search people and calls</span>
      <span className="ml-auto whitespace-nowrap max-pad:hidden"><Key shortcut="mod+k" /></span>
    </button>
  );
}

export function NotHere() {
  const navigate = useNavigate();
  return (
    <Empty
      icon={Compass}
      title="There is no page at this address"
      className="min-h-[60vh]"
      action={<Button onClick={() => void navigate({ to: "/" })}>Go to Today</Button>}
    >
      The address may be old. Nothing was lost.
    </Empty>
  );
}
