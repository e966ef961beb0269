/** The calls on the line, each with its words as they are spoken. */
import { AudioLines, PhoneCall } from "lucide-react";
import { useEffect } from "react";
import { useAppliance } from "@/app/appliance";
import { useClinic } from "@/app/clinic";
import { useShortcut } from "@/app/shortcuts";
import type { LiveCall } from "@/api/types";
import { PlayMenu } from "@/features/practice/play-menu";
import { plural } from "@/lib/words";
import { Card } from "@/ui/card";
import { Empty } from "@/ui/states";
import { Tag } from "@/ui/tag";
import { LivePanel } from "./live-panel";

/** The order in which they rang, so that no card moves while somebody reads it. */
function longestFirst(live: readonly LiveCall[]): LiveCall[] {
  return [...live].sort((a, b) => Date.parse(a.call.startedAt) - Date.parse(b.call.startedAt));
}

export function LiveCalls({ live, askedAt }: { live: readonly LiveCall[]; askedAt: number }) {
  const appliance = useAppliance();
  const { practice } = useClinic();
  useEffect(() => {
    appliance.live.keepOnly(new Set(live.map(({ call }) => call.id)));
  }, [appliance, live]);
  useShortcut("l", () => document.querySelector<HTMLElement>("[data-live-call]")?.focus());

  return (
    <section aria-labelledby="live-calls" className="flex min-h-0 flex-1 flex-col">
      <header className="flex min-h-9 items-center gap-2.5 pb-2.5">
        <h2 id="live-calls" className="whitespace-nowrap text-section font-[650]">Live calls</h2>
        {live.length > 0 && <Tag tone="live" icon={AudioLines}>{live.length} live</Tag>}
        {live.length > 0 && (
          <p className="ml-auto text-small text-ink-2 max-wide:hidden">Words appear as they are spoken, personal details already removed</p>
        )}
        <span className="sr-only" role="status">{plural(live.length, "live call")}</span>
      </header>
      {live.length === 0 ? (
        <Card className="grid min-h-[180px] flex-1 place-items-center">
          <Empty
            icon={PhoneCall}
            title="Nobody is on the line"
            action={practice && <PlayMenu label="Play a practice call" />}
          >
            When Voxanne answers, the words of the call appear here as they are spoken.
          </Empty>
        </Card>
      ) : (
        <div className="grid flex-1 auto-rows-[minmax(360px,1fr)] grid-cols-[repeat(auto-fit,minmax(min(100%,310px),1fr))] gap-4 max-tab:auto-rows-auto">
          {longestFirst(live).map((one) => <LivePanel key={one.call.id} live={one} askedAt={askedAt} />)}
        </div>
      )}
    </section>
  );
}
