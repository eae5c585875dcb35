import type { Alert } from '../alert.ts';
import { detailsOf, olderAlarm, toldAlarm } from './condition.ts';
import type { OwnAlarm } from './gauges/alarm-gauge.ts';
import type { Monitor, Watched } from './monitor.ts';

/** What monitors do with the alarms of the broker. */
export interface MonitorAlarms {
  /** False when it is active already, or there are too many. */
  activate(
    name: string,
    details: Readonly<Record<string, string | number | boolean>>,
    message: string,
  ): boolean;
  deactivate(name: string): boolean;
  isActive(name: string): boolean;
  active(): Iterable<OwnAlarm>;
}

/** What an alarm of a monitor is about. */
interface About {
  readonly monitor: Monitor;
  readonly key: string;
}

/** The alarms that monitors have raised, among those that the broker raises by itself. */
export class RaisedAlarms {
  readonly #alarms: MonitorAlarms;
  readonly #raised = new Map<string, About>();

  constructor(alarms: MonitorAlarms) {
    this.#alarms = alarms;
  }

  begin(monitor: Monitor, watched: Watched): void {
    const { key } = watched.reading;
    this.#activate(monitor.alarmOf(watched.reading), { monitor, key }, () => detailsOf(monitor, watched));
  }

  /** The alarm of an alert that is older than the process: with what was known then. */
  resume(monitor: Monitor, { reading }: Watched, alert: Alert): void {
    const about = { monitor, key: reading.key };
    this.#activate(monitor.alarmOf(reading), about, () => olderAlarm(monitor.name, alert));
  }

  /** The alarm of an alert that others raised. */
  beginTold(monitor: Monitor, alert: Alert): void {
    const alarm = toldAlarm(alert);
    this.#activate(alarm.name, { monitor, key: alert.key }, () => alarm);
  }

  endTold(alert: Alert): void {
    this.end(toldAlarm(alert).name);
  }

  end(name: string): void {
    if (this.#raised.delete(name)) this.#alarms.deactivate(name);
  }

  /** Those that somebody ended by force since the last call. */
  takeEnded(): About[] {
    const ended: About[] = [];
    for (const [name, about] of this.#raised) {
      if (this.#alarms.isActive(name)) continue;
      this.#raised.delete(name);
      ended.push(about);
    }
    return ended;
  }

  /** What the broker has raised by itself. */
  *others(): Generator<OwnAlarm> {
    for (const alarm of this.#alarms.active()) if (!this.#raised.has(alarm.name)) yield alarm;
  }

  #activate(
    name: string,
    about: About,
    describe: () => { readonly details: Parameters<MonitorAlarms['activate']>[1]; readonly message: string },
  ): void {
    // Those of the broker are alarms already.
    if (about.monitor.name === 'broker_alarm' || this.#raised.has(name)) return;
    const { details, message } = describe();
    if (this.#alarms.activate(name, details, message)) this.#raised.set(name, about);
  }
}
