/** The one panel that may be open above the page, and what it was opened with. */
import type { Appointment } from "@/api/types";
import { createStore } from "@/lib/store";

export interface BookingWish {
  procedureId?: string;
  practitionerId?: string;
  /** A free time that was picked in the calendar. */
  start?: number;
  date?: string;
  contact?: { id: string; name: string };
}

export type Overlay =
  | { kind: "palette" }
  | { kind: "keys" }
  | { kind: "book"; wish: BookingWish }
  | { kind: "move"; appointment: Appointment }
  | { kind: "person"; contactId: string; name: string };

export const overlay = createStore<Overlay | null>(null);

export function openOverlay(next: Overlay): void {
  overlay.set(next);
}

export function closeOverlay(): void {
  overlay.set(null);
}
