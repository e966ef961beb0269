/** Money from integer minor units: £380, £0.34. */
export interface MinorMoney {
  amountMinor: number;
  currency: string;
}

export function money({ amountMinor, currency }: MinorMoney): string {
  const plain = new Intl.NumberFormat("en-GB", { style: "currency", currency });
  const digits = plain.resolvedOptions().maximumFractionDigits ?? 2;
  const amount = amountMinor / 10 ** digits;
  if (!Number.isInteger(amount)) return plain.format(amount);
  return new Intl.NumberFormat("en-GB", { style: "currency", currency, maximumFractionDigits: 0 }).format(amount);
}

/** `£380`, `£380 to £520`, `from £380`; null when the clinic gave no price. */
export function priceRange(from: MinorMoney | null, to: MinorMoney | null): string | null {
  if (from === null) return to === null ? null : `up to ${money(to)}`;
  if (to === null) return `from ${money(from)}`;
  return from.amountMinor === to.amountMinor ? money(from) : `${money(from)} to ${money(to)}`;
}
