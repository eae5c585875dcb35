import type { ServerResponse } from 'node:http';
import type { Alert, AlertFollower, AlertNews } from '../alerts/door.ts';
import type { Clock } from '../lib/clock.ts';
import { NewsStream } from './news-stream.ts';

/** Writes what happens to alerts to one reader. */
export class AlertStream extends NewsStream implements AlertFollower {
  readonly #write: (alert: Alert) => string;

  /** @param isAllowed whether who reads may still do so @param write the JSON of an alert */
  constructor(
    response: ServerResponse,
    headers: Record<string, string>,
    clock: Clock,
    isAllowed: () => boolean,
    write: (alert: Alert) => string,
  ) {
    super(response, headers, clock, isAllowed);
    this.#write = write;
  }

  onAlert(news: AlertNews['kind'], alert: Alert): void {
    this.send(news, () => this.#write(alert));
  }
}
