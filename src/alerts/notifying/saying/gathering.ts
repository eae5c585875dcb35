import type { Alert, Severity } from '../../alert.ts';
import type { CommonFactor } from '../../notification.ts';
import { isWorse } from '../thread.ts';

/** Finds what alerts have in common, one after the other. */
export interface CommonCauses {
  add(alert: Alert): void;
  /** The most telling first. */
  read(): readonly CommonFactor[];
}

/** What one message tells of its alerts, however many there are: they are looked at one by one. */
export class Gathering {
  opened = 0;
  resolved = 0;
  severity: Severity = 'info';
  readonly #most: number;
  readonly #causes: CommonCauses;
  readonly #open: Alert[] = [];
  readonly #over: Alert[] = [];
  #count = 0;
  #from = Infinity;
  #to = -Infinity;

  constructor(most: number, causes: CommonCauses) {
    this.#most = most;
    this.#causes = causes;
  }

  /** Told here for the first time, and open. */
  addOpened(alert: Alert): void {
    this.opened++;
    this.addOpen(alert);
  }

  /** Told before, and open. */
  addOpen(alert: Alert): void {
    if (this.#open.length < this.#most) this.#open.push(alert);
    this.#add(alert);
  }

  addOver(alert: Alert): void {
    this.resolved++;
    if (this.#over.length < this.#most) this.#over.push(alert);
    this.#add(alert);
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  get listed(): readonly Alert[] {
    return [...this.#open, ...this.#over].slice(0, this.#most);
  }

  get single(): Alert | undefined {
    return this.#count === 1 ? this.listed[0] : undefined;
  }

  get span(): { from: number; to: number } {
    return { from: this.#from, to: this.#to };
  }

  get common(): readonly CommonFactor[] {
    return this.#count > 1 ? this.#causes.read() : [];
  }

  #add(alert: Alert): void {
    this.#count++;
    this.#from = Math.min(this.#from, alert.startsAt);
    this.#to = Math.max(this.#to, alert.startsAt);
    if (isWorse(alert.severity, this.severity)) this.severity = alert.severity;
    this.#causes.add(alert);
  }
}
