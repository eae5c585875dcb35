import type { ReceivedRequest } from '../../support/http-receiver.ts';

/** As a webhook has it. */
interface NoticeAlert {
  readonly id: string;
  readonly rule_id?: string;
  readonly key: string;
  readonly status: 'open' | 'acknowledged' | 'resolved';
}

/** What people were told of one alert. */
export interface Told {
  readonly rule: string;
  readonly key: string;
  opened: boolean;
  over: boolean;
}

/** What a receiver was told, alert by alert, whatever came twice. */
export class ToldAlerts {
  /** By the id of the alert. */
  readonly byId = new Map<string, Told>();
  readonly #bySubject = new Map<string, Told[]>();
  messages = 0;
  /** Ids of requests, and how often each came. */
  readonly #requests = new Map<string, number>();
  news = 0;

  get repeated(): number {
    return [...this.#requests.values()].filter((count) => count > 1).length;
  }

  hear({ headers, body }: ReceivedRequest): void {
    const id = String(headers['webhook-id']);
    this.#requests.set(id, (this.#requests.get(id) ?? 0) + 1);
    this.messages++;
    const { data } = JSON.parse(body) as { data: { alerts?: NoticeAlert[] } };
    for (const alert of data.alerts ?? []) this.#hearOf(alert);
  }

  /** Of one rule and what its alerts are about. */
  of(rule: string, key: string): readonly Told[] {
    return this.#bySubject.get(`${rule}/${key}`) ?? [];
  }

  isOpen(rule: string, key: string): boolean {
    return this.of(rule, key).some(({ opened }) => opened);
  }

  #hearOf({ id, rule_id: rule = '', key, status }: NoticeAlert): void {
    const told = this.byId.get(id) ?? this.#note(id, { rule, key, opened: false, over: false });
    if (status === 'resolved' ? !told.over : !told.opened) this.news++;
    if (status === 'resolved') told.over = true;
    else told.opened = true;
  }

  #note(id: string, told: Told): Told {
    this.byId.set(id, told);
    const subject = `${told.rule}/${told.key}`;
    this.#bySubject.set(subject, [...this.of(told.rule, told.key), told]);
    return told;
  }
}
