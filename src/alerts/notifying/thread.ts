import { type Alert, SEVERITIES, type Severity } from '../alert.ts';
import type { Awaited } from '../book/deadlines.ts';
import type { Desk } from './channels/desk.ts';
import type { Group } from './group.ts';
import { Shelf } from './shelf.ts';

/** An alert that is over, and under which key it was told. */
export interface Ended {
  readonly alert: Alert;
  readonly incident: string;
}

/** An alert that is kept quiet, and for what reason. */
export interface Held {
  readonly alert: Alert;
  readonly silence: string;
}

/**
 * What one channel was told of one group, and what it is owed. Alerts move from shelf to shelf: opened → told → over; what
 * is over before it was told is missed, and what somebody silenced is held.
 */
export class Thread implements Awaited {
  wakeAt = 0;
  place = -1;
  readonly group: Group;
  readonly desk: Desk;
  /** Open, and not told. */
  readonly opened = new Shelf<Alert>();
  openedSince = 0;
  /** Open, not told, and kept quiet by a silence. */
  readonly held = new Shelf<Held>();
  /** Of what is opened: what had kept it quiet before. */
  readonly released = new Shelf<string>();
  /** Over before they were told: counted where people are told why it comes late, and else forgotten. */
  readonly missed = new Shelf<Alert>();
  /** Told and open, each with the key under which it was told. */
  readonly told = new Shelf<string>();
  /** Of what was told, what somebody takes care of. */
  readonly attended = new Shelf<true>();
  /** Told, and worse since. */
  readonly worse = new Shelf<Alert>();
  /** Told, and unstable since: no reason to hurry. */
  readonly changed = new Shelf<Alert>();
  /** Told, and taken care of since, where the channel wants to know. */
  readonly acknowledged = new Shelf<Alert>();
  /** Told, and over. */
  readonly over = new Shelf<Ended>();
  overSince = 0;
  /** The key of what is being told: the same until nothing of it is open. */
  incident: string | undefined;
  openedToldAt: number | undefined;
  toldAt: number | undefined;
  /** What is owed waits for other hours. */
  isGated = false;
  /** When the hours began that keep it quiet, or did until just now. */
  quietFrom: number | undefined;
  /** Messages that are not finished: nothing else is said meanwhile, so that all of an alert comes in its order. */
  inFlight = 0;
  /** The worst of what was told. */
  toldSeverity: Severity = 'info';
  /** The worst of what is owed. */
  severity: Severity = 'info';

  constructor(group: Group, desk: Desk) {
    this.group = group;
    this.desk = desk;
  }

  /** Nothing to say, and nothing to end. */
  get isIdle(): boolean {
    return this.told.size === 0 && this.held.size === 0 && this.inFlight === 0 && !this.owes;
  }

  get owes(): boolean {
    return (
      this.opened.size > 0 ||
      this.over.size > 0 ||
      this.missed.size > 0 ||
      this.worse.size > 0 ||
      this.changed.size > 0 ||
      this.acknowledged.size > 0
    );
  }

  /** Whether something of this alert has still to be said. */
  owesOf(id: string): boolean {
    return this.over.has(id) || this.missed.has(id) || this.opened.has(id);
  }

  open(alert: Alert, now: number): void {
    if (this.told.has(alert.id) || this.held.has(alert.id)) return;
    if (this.opened.size + this.changed.size === 0) this.openedSince = now;
    this.opened.set(alert.id, alert);
    this.#owe(alert);
  }

  /** It is told at once, here for the first time or once more. */
  worsen(alert: Alert, now: number): void {
    // A silence may be about what was less bad: whether it still holds is looked at again.
    const wasHeld = this.held.delete(alert.id);
    if (!this.told.has(alert.id)) this.open(alert, now);
    if (!wasHeld) this.worse.set(alert.id, alert);
    this.#owe(alert);
  }

  /** It comes and goes: told with what comes next in the group. */
  change(alert: Alert, now: number): void {
    if (!this.told.has(alert.id)) this.open(alert, now);
    else {
      if (this.opened.size + this.changed.size === 0) this.openedSince = now;
      this.changed.set(alert.id, alert);
      this.#owe(alert);
    }
  }

  acknowledge(alert: Alert): void {
    if (!this.told.has(alert.id)) return;
    this.attended.set(alert.id, true);
    if (this.desk.staysOpen) this.acknowledged.set(alert.id, alert);
  }

  resolve(alert: Alert, now: number): void {
    const { id } = alert;
    this.worse.delete(id);
    this.changed.delete(id);
    this.acknowledged.delete(id);
    this.attended.delete(id);
    const incident = this.told.take(id);
    if (incident !== undefined) this.end({ alert, incident }, now);
    else if (this.opened.delete(id)) {
      // What opened and ended while it was silenced is never told.
      if (!this.released.delete(id)) this.miss(alert);
    } else this.held.delete(id);
  }

  /** It was over before it was told. */
  miss(alert: Alert): void {
    this.missed.set(alert.id, alert);
    this.desk.withMissed.add(this);
  }

  /** The channel would never take it: it is not told again, and neither is its end. */
  forgetTold(id: string): void {
    this.told.delete(id);
    this.attended.delete(id);
    this.over.delete(id);
  }

  end(ended: Ended, now: number): void {
    if (this.over.size === 0) this.overSince = now;
    this.over.set(ended.alert.id, ended);
    this.#owe(ended.alert);
  }

  /** What was kept quiet may be told: it is looked at again. */
  release(now: number): void {
    for (const [id, { alert, silence }] of this.held) {
      this.held.delete(id);
      if (this.opened.size === 0) this.openedSince = now;
      this.opened.set(id, alert);
      this.released.set(id, silence);
      this.#owe(alert);
    }
  }

  #owe({ severity }: Alert): void {
    if (isWorse(severity, this.severity)) this.severity = severity;
  }
}

export function isWorse(severity: Severity, than: Severity): boolean {
  return SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(than);
}
