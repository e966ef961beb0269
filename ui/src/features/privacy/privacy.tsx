/** What of a caller's words is never kept, what may be kept sealed, for how long, and a box to see it at work. */
import { useQuery } from "@tanstack/react-query";
import { useAppliance } from "@/app/appliance";
import { useRole } from "@/app/role";
import { Card, CardHead } from "@/ui/card";
import { RemovedChip } from "@/ui/removed";
import { Failed, RowBones } from "@/ui/states";
import { KINDS } from "./kinds";
import { Rules } from "./rules-card";
import { RulesForm } from "./rules-form";
import { TryBox } from "./try-box";

export function PrivacyScreen() {
  return (
    <div className="flex min-h-full flex-col px-5 pt-3.5 pb-5 max-tab:px-4 max-tab:pt-2">
      <header className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 pb-3">
        <h1 className="font-serif text-title font-medium">Privacy</h1>
        <p className="text-small text-ink-2">Personal details are taken out before anything is kept. That is never off.</p>
      </header>
      <div className="grid flex-1 grid-cols-[minmax(0,1fr)_400px] content-start items-start gap-4 max-wide:grid-cols-[minmax(0,1fr)_340px] max-pad:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-4">
          <TryBox />
          <RulesCard />
        </div>
        <Kinds />
      </div>
    </div>
  );
}

function RulesCard() {
  const { queries } = useAppliance();
  const rules = useQuery(queries.privacy());
  const manager = useRole() === "manager";
  return (
    <Card aria-labelledby="rules">
      <CardHead
        id="rules" title="Exact words" className="border-b border-line"
        aside={!manager && rules.data !== undefined && "A manager can change this"}
      />
      {rules.isError ? (
        <Failed error={rules.error} what="The rules could not be read." onRetry={() => void rules.refetch()} />
      ) : rules.data === undefined ? (
        <RowBones rows={4} />
      ) : manager ? (
        <RulesForm rules={rules.data} />
      ) : (
        <Rules rules={rules.data} />
      )}
    </Card>
  );
}

function Kinds() {
  return (
    <Card aria-labelledby="kinds">
      <CardHead id="kinds" title="What is taken out" />
      <ul>
        {KINDS.map(({ label, what, example }) => (
          <li key={label} className="grid grid-cols-[112px_minmax(0,1fr)] items-start gap-x-2 border-t border-line px-3.5 py-[9px]">
            <span className="flex h-5 items-center"><RemovedChip label={label} /></span>
            <span className="min-w-0">
              <span className="block font-semibold">{what}</span>
              <span className="block text-small break-words text-ink-2">“{example}”</span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
