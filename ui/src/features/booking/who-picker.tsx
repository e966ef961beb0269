/** Who the appointment is for: somebody the clinic knows, or a new contact. */
import { useQuery } from "@tanstack/react-query";
import { UserPlus, X } from "lucide-react";
import { useState } from "react";
import { useAppliance } from "@/app/appliance";
import { classes } from "@/lib/classes";
import { useSettled } from "@/lib/settled";
import { contactName, phoneNumber } from "@/lib/words";
import { Avatar } from "@/ui/avatar";
import { Button } from "@/ui/button";
import { useCombobox } from "@/ui/combobox";
import { Field, Input } from "@/ui/field";
import { problemOf, type NewContact, type Who } from "./draft";

export function WhoPicker({ who, onWho }: { who: Who; onWho: (who: Who) => void }) {
  if (who === null) return <Find onWho={onWho} />;
  if ("known" in who) {
    return (
      <section aria-label="Who it is for">
        <p className="pb-1 text-small font-semibold">For</p>
        <div className="flex min-h-12 items-center gap-2.5 rounded-control border border-line-strong bg-raised py-1 pr-1.5 pl-2.5">
          <Avatar name={who.known.name} />
          <span className="min-w-0 flex-1 truncate font-semibold"><bdi>{who.known.name}</bdi></span>
          <Button look="ghost" size="sm" onClick={() => onWho(null)}>Change</Button>
        </div>
      </section>
    );
  }
  return <Fresh contact={who.fresh} onChange={(fresh) => onWho({ fresh })} onClose={() => onWho(null)} />;
}

function fresh(typed: string): NewContact {
  const number = /^[\d\s()+.-]+$/.test(typed);
  return { name: number ? "" : typed, phone: number ? typed : "", email: "", dateOfBirth: "" };
}

function Find({ onWho }: { onWho: (who: Who) => void }) {
  const { queries } = useAppliance();
  const [typed, setTyped] = useState("");
  const q = useSettled(typed.trim(), 120);
  const found = useQuery({ ...queries.findContacts(q), enabled: q !== "" });
  const contacts = q === "" || typed.trim() === "" ? [] : found.data?.items ?? [];
  const offerNew = typed.trim() !== "";
  const pick = (index: number) => {
    const contact = contacts[index];
    onWho(contact === undefined ? { fresh: fresh(typed.trim()) } : { known: { id: contact.id, name: contactName(contact) } });
  };
  const box = useCombobox(contacts.length + (offerNew ? 1 : 0), pick);
  const option = (index: number) =>
    classes("flex min-h-11 items-center gap-2.5 px-2.5 py-1", box.index === index && "bg-accent-soft");
  return (
    <section aria-label="Who it is for" className="flex flex-col gap-1.5">
      <Field label="For" hint={typed === "" ? "Name, phone or email. Somebody new can be added here." : undefined}>
        {(parts) => (
          <Input
            {...parts} {...box.field} data-who
            value={typed} placeholder="Find a contact"
            onChange={(event) => {
              setTyped(event.target.value);
              box.reset();
            }}
          />
        )}
      </Field>
      {offerNew && (
        <ul {...box.list} aria-label="Contacts" className="overflow-hidden rounded-control border border-line-strong bg-raised">
          {contacts.map((contact, index) => (
            <li key={contact.id} {...box.option(index)} className={option(index)}>
              <Avatar name={contactName(contact)} />
              <span className="min-w-0">
                <span className="block truncate font-semibold"><bdi>{contactName(contact)}</bdi></span>
                {contact.phone !== null && <span className="block text-fine text-ink-2">{phoneNumber(contact.phone)}</span>}
              </span>
            </li>
          ))}
          <li {...box.option(contacts.length)} className={classes(option(contacts.length), contacts.length > 0 && "border-t border-line")}>
            <span className="grid size-7 place-items-center rounded-full bg-sunken text-ink-2"><UserPlus aria-hidden size={15} /></span>
            <span>New contact: <b className="font-semibold">{typed.trim()}</b></span>
          </li>
        </ul>
      )}
    </section>
  );
}

const FIELDS = [
  { name: "name", label: "Name", type: "text", wide: true },
  { name: "phone", label: "Phone", type: "tel", wide: false },
  { name: "dateOfBirth", label: "Date of birth", type: "date", wide: false, optional: true },
  { name: "email", label: "Email", type: "email", wide: true, optional: true },
] as const;

function Fresh({ contact, onChange, onClose }: { contact: NewContact; onChange: (contact: NewContact) => void; onClose: () => void }) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  return (
    <section aria-label="New contact" className="rounded-card border border-line bg-canvas p-3.5">
      <div className="flex items-center pb-2">
        <p className="font-semibold">New contact</p>
        <Button look="ghost" size="icon-sm" className="ml-auto" aria-label="Find a contact instead" onClick={onClose}>
          <X aria-hidden size={16} />
        </Button>
      </div>
      <div className="grid grid-cols-2 gap-3">
        {FIELDS.map(({ name, label, type, wide, ...more }, index) => (
          <Field
            key={name} label={label} optional={"optional" in more} className={wide ? "col-span-2" : "max-tab:col-span-2"}
            error={left.has(name) ? problemOf(name, contact[name]) : null}
          >
            {(parts) => (
              <Input
                {...parts} type={type} autoComplete="off"
                autoFocus={index === (contact.name === "" ? 0 : 1)}
                value={contact[name]}
                onChange={(event) => onChange({ ...contact, [name]: event.target.value })}
                onBlur={() => setLeft((names) => new Set(names).add(name))}
              />
            )}
          </Field>
        ))}
      </div>
    </section>
  );
}
