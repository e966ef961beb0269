/** The addresses of the product. Each screen but Today is a chunk of its own. */
import {
  createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate,
} from "@tanstack/react-router";
import type { CallStatus } from "@/api/types";
import { useAppliance } from "./appliance";
import { Frame, NotHere } from "@/features/frame/frame";
import { TodayScreen } from "@/features/today/today";
import { useStore } from "@/lib/store";
import { isPlainDate } from "@/lib/zone";
import { STATUS } from "@/lib/words";

const root = createRootRoute({ component: Frame, notFoundComponent: NotHere });

/** Where somebody lands: the day for those who work with patients, the machine for those who look after it. */
function Landing() {
  const access = useStore(useAppliance().access);
  if (access.state === "in" && access.session.role === "it_admin") return <Navigate to="/appliance" replace />;
  return <TodayScreen />;
}

const today = createRoute({ getParentRoute: () => root, path: "/", component: Landing });

const appliance = createRoute({
  getParentRoute: () => root,
  path: "/appliance",
  component: lazyRouteComponent(() => import("@/features/appliance/appliance"), "ApplianceScreen"),
});

export interface CalendarSearch {
  date?: string;
  view?: "week";
  practitioner?: string;
  appointment?: string;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

const calendar = createRoute({
  getParentRoute: () => root,
  path: "/calendar",
  validateSearch: (search: Record<string, unknown>): CalendarSearch => {
    const date = text(search["date"]);
    return {
      date: date !== undefined && isPlainDate(date) ? date : undefined,
      view: search["view"] === "week" ? "week" : undefined,
      practitioner: text(search["practitioner"]),
      appointment: text(search["appointment"]),
    };
  },
  component: lazyRouteComponent(() => import("@/features/calendar/calendar"), "CalendarScreen"),
});

export interface CallsSearch {
  status?: CallStatus;
  q?: string;
}

const calls = createRoute({
  getParentRoute: () => root,
  path: "/calls",
  validateSearch: (search: Record<string, unknown>): CallsSearch => {
    const status = text(search["status"]);
    return {
      status: status !== undefined && status in STATUS ? (status as CallStatus) : undefined,
      q: text(search["q"]),
    };
  },
  component: lazyRouteComponent(() => import("@/features/calls/calls"), "CallsScreen"),
});

const call = createRoute({
  getParentRoute: () => root,
  path: "/calls/$callId",
  component: lazyRouteComponent(() => import("@/features/call/call"), "CallScreen"),
});

const privacy = createRoute({
  getParentRoute: () => root,
  path: "/privacy",
  component: lazyRouteComponent(() => import("@/features/privacy/privacy"), "PrivacyScreen"),
});

const tree = root.addChildren([today, calendar, calls, call, privacy, appliance]);

export function createAppRouter() {
  return createRouter({ routeTree: tree, defaultPreload: "intent", scrollRestoration: true });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
