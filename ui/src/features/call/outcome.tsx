/** How a call stands or ended: one tag, its icon and its word. */
import { AudioLines, CalendarCheck2, Clock, Info, MessageSquare, PhoneForwarded, PhoneMissed, PhoneOff, TriangleAlert, Undo2, type LucideIcon } from "lucide-react";
import type { CallSummary } from "@/api/types";
import { OUTCOME, STATUS } from "@/lib/words";
import { Tag, type Tone } from "@/ui/tag";

interface Look {
  tone: Tone;
  icon: LucideIcon;
  word: string;
}

/** The follow-up of a call says more than that it was left early, so it comes first. */
export function standing(call: Pick<CallSummary, "status" | "outcome">): Look {
  switch (call.status) {
    case "ringing":
      return { tone: "live", icon: AudioLines, word: STATUS.ringing };
    case "in_progress":
      return { tone: "live", icon: AudioLines, word: STATUS.in_progress };
    case "recovered":
      return { tone: "won", icon: Undo2, word: STATUS.recovered };
    case "follow_up_sent":
      return { tone: "plain", icon: MessageSquare, word: STATUS.follow_up_sent };
    case "expired":
      return { tone: "plain", icon: Clock, word: STATUS.expired };
    case "failed":
      return { tone: "plain", icon: PhoneOff, word: STATUS.failed };
    case "completed":
    case "abandoned":
      return ending(call);
  }
}

function ending({ status, outcome }: Pick<CallSummary, "status" | "outcome">): Look {
  switch (outcome) {
    case "booked":
      return { tone: "accent", icon: CalendarCheck2, word: OUTCOME.booked };
    case "emergency":
      return { tone: "urgent", icon: TriangleAlert, word: OUTCOME.emergency };
    case "handed_over":
      return { tone: "needs", icon: PhoneForwarded, word: OUTCOME.handed_over };
    case "not_reached":
      return { tone: "plain", icon: PhoneMissed, word: OUTCOME.not_reached };
    case "abandoned":
      return { tone: "plain", icon: PhoneMissed, word: OUTCOME.abandoned };
    case "enquiry":
      return { tone: "plain", icon: Info, word: OUTCOME.enquiry };
    case null:
      return { tone: "plain", icon: status === "abandoned" ? PhoneMissed : Info, word: STATUS[status] };
  }
}

export function StandingTag({ call }: { call: Pick<CallSummary, "status" | "outcome"> }) {
  const { tone, icon, word } = standing(call);
  return <Tag tone={tone} icon={icon}>{word}</Tag>;
}
