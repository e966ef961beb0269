/** All calls, newest first: filter chips, a search, and rows that open. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Phone, Search, SearchX } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useAppliance } from "@/app/appliance";
import { useClinic } from "@/app/clinic";
import { useShortcut } from "@/app/shortcuts";
import type { CallStatus } from "@/api/types";
import { PlayMenu } from "@/features/practice/play-menu";
import { classes } from "@/lib/classes";
import { plural, STATUS } from "@/lib/words";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Empty, Failed, RowBones } from "@/ui/states";
import { CallRows } from "./call-rows";

const FILTERS: readonly (CallStatus | undefined)[] = [
  undefined, "in_progress", "completed", "abandoned", "follow_up_sent", "recovered", "expired", "failed",
];

export function CallsScreen() {
  const { queries } = useAppliance();
  const { practice } = useClinic();
  const { status, q } = useSearch({ from: "/calls" });
  const navigate = useNavigate({ from: "/calls" });
  const calls = useInfiniteQuery(queries.calls({ status, q }));
  const items = calls.data?.pages.flatMap((page) => page.items) ?? [];
  const total = calls.data?.pages[0]?.total;
  const filtered = status !== undefined || q !== undefined;

  return (
    <div className="flex h-full flex-col px-5 pt-3.5 pb-5 max-tab:h-[calc(100dvh-128px)] max-tab:px-4 max-tab:pt-2 max-tab:pb-3">
      <header className="flex min-h-9 flex-wrap items-baseline gap-x-3 pb-3">
        <h1 className="font-serif text-title font-medium">Calls</h1>
        <p role="status" className="text-small text-ink-2">
          {total !== undefined && `${plural(total, "call")}${filtered ? " found" : ""}, newest first`}
        </p>
      </header>
      <Card className="flex min-h-0 flex-1 flex-col">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3.5 py-2">
          <div role="group" aria-label="Which calls" className="-mx-1 flex min-w-0 gap-0.5 overflow-x-auto px-1 py-0.5 max-tab:basis-full">
            {FILTERS.map((one) => (
              <button
                key={one ?? "all"}
                type="button"
                aria-pressed={one === status}
                onClick={() => void navigate({ search: { q, status: one }, replace: true })}
                className={classes(
                  "h-[30px] shrink-0 rounded-control px-2.5 text-small font-semibold whitespace-nowrap transition-colors touch:h-11",
                  one === status ? "bg-accent-soft text-accent" : "text-ink-2 hover:bg-sunken hover:text-ink",
                )}
              >
                {one === undefined ? "All" : STATUS[one]}
              </button>
            ))}
          </div>
          <SearchField
            value={q ?? ""}
            onSearch={(text) => void navigate({ search: { status, q: text === "" ? undefined : text }, replace: true })}
          />
        </div>
        {calls.isPending ? (
          <RowBones rows={10} />
        ) : calls.isError ? (
          <Failed className="flex-1" error={calls.error} what="The calls could not be read." onRetry={() => void calls.refetch()} />
        ) : items.length > 0 ? (
          <CallRows calls={items} more={calls.hasNextPage} onMore={() => void calls.fetchNextPage()} />
        ) : filtered ? (
          <Empty
            className="flex-1" icon={SearchX} title="No call fits"
            action={<Button onClick={() => void navigate({ search: {} })}>Show all calls</Button>}
          >
            Try another name, the last digits of the number, or all calls.
          </Empty>
        ) : (
          <Empty className="flex-1" icon={Phone} title="No calls yet" action={practice && <PlayMenu label="Play a practice call" />}>
            Every call that Voxanne answers appears here with its words and what came of it.
          </Empty>
        )}
      </Card>
    </div>
  );
}

const PAUSE_MS = 200;

function SearchField({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value);
  const [asked, setAsked] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const search = useRef(onSearch);
  useEffect(() => {
    search.current = onSearch;
  });
  // The address changed by something other than typing: a link, Back, "Show all calls".
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    if (value !== asked) {
      setAsked(value);
      setText(value);
    }
  }
  useShortcut("/", () => field.current?.focus());
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === asked) return;
    const timer = window.setTimeout(() => {
      setAsked(wanted);
      search.current(wanted);
    }, PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [text, asked]);
  return (
    <label className="ml-auto flex h-[34px] w-[250px] items-center gap-2 rounded-control border border-control bg-raised px-2.5 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent max-tab:w-full touch:h-11">
      <Search aria-hidden size={16} className="shrink-0 text-ink-3" />
      <span className="sr-only">Search the calls</span>
      <input
        ref={field} type="search" value={text} placeholder="Name, last digits, procedure"
        onChange={(event) => setText(event.target.value)}
        className="w-full min-w-0 bg-transparent text-body outline-none touch:text-[16px]"
      />
    </label>
  );
}
