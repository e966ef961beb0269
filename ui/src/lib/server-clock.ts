/**
 * The appliance's clock, guessed from its answers, so that a PC whose own clock is wrong still
 * counts a hold down to the right moment.
 */

export interface Sample {
  sentAt: number;
  receivedAt: number;
  serverNow: number;
}

export class ServerClock {
  private offset = 0;
  private known = false;
  private bestTrip = Number.POSITIVE_INFINITY;
  private takenAt = 0;

  constructor(private readonly local: () => number) {}

  /** Keeps the sample of the shortest round trip; an old one gives way after ten minutes. */
  add({ sentAt, receivedAt, serverNow }: Sample): void {
    const trip = receivedAt - sentAt;
    if (Number.isNaN(serverNow) || trip < 0) return;
    if (trip > this.bestTrip && receivedAt - this.takenAt < 600_000) return;
    this.bestTrip = trip;
    this.takenAt = receivedAt;
    this.offset = serverNow - (sentAt + receivedAt) / 2;
    this.known = true;
  }

  get isKnown(): boolean {
    return this.known;
  }

  now(): number {
    return this.local() + this.offset;
  }
}
