/** The door: which clinic, who, and the password. Also what an ended or locked session shows. */
import { useQuery } from "@tanstack/react-query";
import { PhoneIncoming } from "lucide-react";
import { useState, type SyntheticEvent } from "react";
import { codeOf } from "@/api/client";
import { useAppliance, type Access } from "@/app/appliance";
import { begin, enter } from "@/app/session";
import { FAILURE } from "@/lib/words";
import { Button } from "@/ui/button";
import { Field, Input, Select } from "@/ui/field";
import { Failed } from "@/ui/states";

type Why = Extract<Access, { state: "out" }>["why"];

const NOTE: Record<Why, string | null> = {
  start: null,
  ended: "Your session ended. What you typed is kept; sign in to go on.",
  locked: "Locked. Anybody with an account can sign in.",
  unreachable: null,
  link: "That sign-in link was used before or is too old. Sign in, or make a new link.",
};

export function SignIn({ why, clinicId }: { why: Why; clinicId: string | null }) {
  const appliance = useAppliance();
  return (
    <main className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[1fr_auto_1.4fr] justify-items-center px-5 py-6">
      <div />
      <div className="w-[384px] max-w-full">
        <div className="mb-5 flex items-center gap-3">
          <span aria-hidden className="grid size-9 place-items-center rounded-control bg-accent text-on-accent">
            <PhoneIncoming size={19} strokeWidth={1.9} />
          </span>
          <h1 className="font-serif text-title font-medium">CallWaiting</h1>
        </div>
        <div className="rounded-card border border-line bg-surface p-5 forced-edge">
          {why === "unreachable" ? (
            <Failed
              error={null}
              what="The appliance did not answer."
              onRetry={() => void begin(appliance)}
              className="py-4"
            />
          ) : (
            <Form note={NOTE[why]} clinicId={clinicId} />
          )}
        </div>
      </div>
    </main>
  );
}

function Form({ note, clinicId }: { note: string | null; clinicId: string | null }) {
  const appliance = useAppliance();
  const clinics = useQuery({ queryKey: ["clinics"], queryFn: appliance.api.clinics });
  const [chosen, setChosen] = useState<string | null>(clinicId);
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const list = clinics.data ?? [];
  const clinic = chosen ?? list[0]?.id ?? "";
  const missing = clinic === "" ? "a clinic" : username === "" ? "your user name" : password === "" ? "your password" : null;

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (busy) return;
    if (missing !== null) {
      setProblem(`Enter ${missing}.`);
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      enter(appliance, await appliance.api.signIn({ clinicId: clinic, username, password }));
    } catch (error) {
      const code = codeOf(error);
      setProblem(code === "unauthorized" ? "User name or password is not right." : FAILURE[code] ?? "Signing in failed inside the appliance. Ask IT.");
      setPassword("");
      setBusy(false);
    }
  };

  if (clinics.isError) {
    return <Failed error={clinics.error} what="The clinics could not be read." onRetry={() => void clinics.refetch()} className="py-4" />;
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      {note !== null && <p role="status" className="rounded-control bg-sunken px-3 py-2 text-small text-ink-2">{note}</p>}
      {list.length > 1 ? (
        <Field label="Clinic">
          {(parts) => (
            <Select {...parts} value={clinic} onChange={(event) => setChosen(event.target.value)}>
              {list.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
            </Select>
          )}
        </Field>
      ) : (
        <div className="min-h-[38px]">
          <p className="text-small font-semibold">Clinic</p>
          <p className="text-ink-2">{list[0]?.name ?? "\u00a0"}</p>
        </div>
      )}
      <Field label="User name">
        {(parts) => (
          <Input {...parts} autoFocus autoComplete="username" autoCapitalize="none" spellCheck={false} value={username} onChange={(event) => setUsername(event.target.value)} />
        )}
      </Field>
      <Field label="Password" error={problem}>
        {(parts) => (
          <Input {...parts} type="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
        )}
      </Field>
      <Button type="submit" look="primary" className="mt-1 w-full" aria-disabled={busy || undefined}>
        {busy ? "Signing in" : "Sign in"}
      </Button>
    </form>
  );
}
