/** What IT needs at a glance: does it serve, does the line work, who may sign in, what was done. No patient's record. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleAlert } from "lucide-react";
import { useAppliance } from "@/app/appliance";
import { useClinic, useToday } from "@/app/clinic";
import type { AuditEntry, StaffAccount } from "@/api/types";
import { classes } from "@/lib/classes";
import { dayAndTime } from "@/lib/times";
import { LINE, plural, ROLE } from "@/lib/words";
import { Button } from "@/ui/button";
import { Card, CardHead } from "@/ui/card";
import { CallText } from "@/ui/removed";
import { Failed, RowBones } from "@/ui/states";

export function ApplianceScreen() {
  return (
    <div className="flex min-h-full flex-col px-5 pt-3.5 pb-5 max-tab:px-4 max-tab:pt-2">
      <header className="flex min-h-9 items-center pb-3">
        <h1 className="font-serif text-title font-medium">Appliance</h1>
      </header>
      <div className="grid flex-1 grid-cols-[336px_minmax(0,1fr)] content-start gap-4 max-wide:grid-cols-[304px_minmax(0,1fr)] max-pad:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-4">
          <State />
          <Accounts />
        </div>
        <AuditLog />
      </div>
    </div>
  );
}

function State() {
  const { queries } = useAppliance();
  const { name, timezone } = useClinic();
  const today = useToday();
  const health = useQuery(queries.health());
  const { data: line } = useQuery(queries.line());
  if (health.isError) {
    return <Card><Failed error={health.error} what="The appliance's state could not be read." onRetry={() => void health.refetch()} /></Card>;
  }
  if (health.data === undefined) return <Card><RowBones rows={3} /></Card>;
  const { status, version, clinics, open } = health.data;
  const well = status === "ok";
  const Icon = well ? CircleCheck : CircleAlert;
  return (
    <Card aria-labelledby="state">
      <CardHead id="state" title="State" />
      <div className="flex items-start gap-2.5 border-t border-line px-3.5 py-3">
        <Icon aria-hidden size={18} className={classes("mt-px shrink-0", well ? "text-won" : "text-urgent")} />
        <p>
          <span className="font-semibold">{well ? "In service" : "A clinic can't be opened"}</span>
          <span className="block text-small text-ink-2">
            {well
              ? `${plural(open, "clinic")} on this machine, version ${version}`
              : `${open} of ${plural(clinics, "clinic")} in service. Run “callwaiting doctor” on the appliance: it names the cause.`}
          </span>
        </p>
      </div>
      {line !== undefined && (
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 border-t border-line px-3.5 py-3 text-small">
          <dt className="text-ink-2">Line</dt>
          <dd><span className="font-semibold">{LINE[line.state].title}</span><span className="block text-ink-2">{line.detail}</span></dd>
          {line.caughtUpAt !== null && (
            <>
              <dt className="text-ink-2">Caught up</dt>
              <dd>{dayAndTime(line.caughtUpAt, timezone, today)}</dd>
            </>
          )}
          <dt className="text-ink-2">Clinic</dt>
          <dd>{name}<span className="block text-ink-2">{timezone}</span></dd>
        </dl>
      )}
    </Card>
  );
}

function Accounts() {
  const { queries } = useAppliance();
  const staff = useQuery(queries.staff());
  return (
    <Card aria-labelledby="accounts">
      <CardHead id="accounts" title="Accounts" aside={staff.data !== undefined && plural(staff.data.total, "account")} />
      {staff.isError ? (
        <Failed error={staff.error} what="The accounts could not be read." onRetry={() => void staff.refetch()} />
      ) : staff.data === undefined ? (
        <RowBones rows={3} />
      ) : (
        <ul>{staff.data.items.map((account) => <Account key={account.id} account={account} />)}</ul>
      )}
    </Card>
  );
}

function Account({ account }: { account: StaffAccount }) {
  const { timezone } = useClinic();
  const today = useToday();
  const state = !account.active
    ? "Closed"
    : account.lockedUntil !== null
      ? `Locked until ${dayAndTime(account.lockedUntil, timezone, today)}`
      : null;
  return (
    <li className="flex min-h-[52px] items-center gap-3 border-t border-line px-3.5 py-1.5">
      <span className="min-w-0">
        <span className={classes("block truncate font-semibold", !account.active && "text-ink-3")}>{account.name}</span>
        <span className="block truncate text-small text-ink-2">{account.username}, {ROLE[account.role]}</span>
      </span>
      {state !== null && <span className="ml-auto shrink-0 text-small text-ink-2">{state}</span>}
    </li>
  );
}

function AuditLog() {
  const { queries } = useAppliance();
  const log = useInfiniteQuery(queries.audit());
  const entries = log.data?.pages.flatMap((page) => page.items) ?? [];
  const total = log.data?.pages[0]?.total;
  return (
    <Card aria-labelledby="audit">
      <CardHead id="audit" title="Audit log" aside={total !== undefined && `${plural(total, "entry", "entries")}, newest first`} />
      {log.isError ? (
        <Failed error={log.error} what="The audit log could not be read." onRetry={() => void log.refetch()} />
      ) : log.data === undefined ? (
        <RowBones rows={8} />
      ) : (
        <>
          <ul>{entries.map((entry) => <Entry key={entry.seq} entry={entry} />)}</ul>
          {log.hasNextPage && (
            <div className="border-t border-line p-2.5">
              <Button size="sm" look="ghost" disabled={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>Show older</Button>
            </div>
          )}
        </>
      )}
    </Card>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { queries } = useAppliance();
  const { timezone } = useClinic();
  const today = useToday();
  const { data: staff } = useQuery(queries.staff());
  const [kind, id] = split(entry.actor);
  const who = kind === "staff" ? staff?.items.find((one) => one.id === id)?.name ?? "Somebody of the staff" : ACTOR[kind] ?? kind;
  return (
    <li className="grid min-h-10 grid-cols-[52px_minmax(0,1fr)_auto] items-baseline gap-x-3 border-t border-line px-3.5 py-2">
      <span className="text-small text-ink-3 tabular-nums">{entry.seq}</span>
      <span className="min-w-0">
        <span className="font-semibold">{deed(entry.action)}</span> <span className="text-ink-2">by {who}</span>
        <Why entry={entry} />
      </span>
      <span className="text-small whitespace-nowrap text-ink-2">{dayAndTime(entry.at, timezone, today)}</span>
    </li>
  );
}

/** The reason that somebody gave; the appliance has taken personal details out of it. */
function Why({ entry }: { entry: AuditEntry }) {
  const reason: unknown = (entry.detail as Record<string, unknown> | null)?.["reason"];
  if (entry.action !== "call.open_original" || typeof reason !== "string") return null;
  return <span className="block text-small break-words text-ink-2">“<CallText text={reason} />”</span>;
}

const ACTOR: Record<string, string> = {
  token: "a machine",
  voxanne: "Voxanne",
  appliance: "the appliance",
  cli: "the command line",
};

function split(actor: string): [string, string] {
  const at = actor.indexOf(":");
  return at < 0 ? [actor, ""] : [actor.slice(0, at), actor.slice(at + 1)];
}

const DEED: Record<string, string> = {
  "access.denied_other_clinic": "Another clinic's page refused",
  "appointment.cancel": "Appointment cancelled",
  "appointment.confirm": "Appointment booked",
  "appointment.move": "Appointment moved",
  "appointment.rebook": "Appointment put back",
  "call.open_original": "Exact words of a call opened",
  "clinic.create": "Clinic made",
  "consent.give": "Consent noted",
  "consent.withdraw": "Consent withdrawn, exact words destroyed",
  "contact.erase": "Contact erased",
  "contact.export": "Contact's data exported",
  "link.create": "Sign-in link made",
  "need.done": "Marked as done",
  "need.undo": "Put back on the list",
  "original.expire": "Exact words destroyed, their time was over",
  "practitioner.change": "Practitioner changed",
  "procedure.change": "Procedure changed",
  "resource.change": "Room or device changed",
  "session.refused": "Sign-in refused",
  "session.sign_in": "Signed in",
  "session.sign_out": "Signed out",
  "setting.change": "Setting changed",
  "staff.change": "Account changed",
  "staff.create": "Account made",
  "staff.locked_out": "Account locked after wrong passwords",
  "token.create": "Machine's token made",
};

/** What was done, in words; a deed that is not in the list is read off its name. */
function deed(action: string): string {
  const known = DEED[action];
  if (known !== undefined) return known;
  const words = action.replace(/[._]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
