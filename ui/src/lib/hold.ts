/** How long a hold still lives, and how that is said. Times are the server's, in milliseconds. */
import { mss } from "./times";

export interface HoldClock {
  kind: "live" | "recovery";
  expiresAt: string;
  totalSeconds: number;
}

export interface Remaining {
  seconds: number;
  /** 1 just renewed, 0 over. */
  share: number;
  /** `1:21`, or `18 min` for a recovery hold before its last minute. */
  label: string;
  ended: boolean;
  lastMinute: boolean;
}

export function remaining(hold: HoldClock, now: number): Remaining {
  const left = Math.max(0, (Date.parse(hold.expiresAt) - now) / 1000);
  // Rounded up: a hold that still lives never reads 0:00.
  const seconds = Math.ceil(left);
  const minutes = hold.kind === "recovery" && seconds > 60;
  return {
    seconds,
    share: hold.totalSeconds > 0 ? Math.min(1, left / hold.totalSeconds) : 0,
    label: minutes ? `${Math.ceil(seconds / 60)} min` : mss(seconds),
    ended: left <= 0,
    lastMinute: seconds <= 60 && left > 0,
  };
}
