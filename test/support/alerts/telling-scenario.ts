import type { TestContext } from 'node:test';
import { PLAIN } from '../../../src/alerts/book/plain-policy.ts';
import type { Alert, AlertPolicy, Condition, Subject } from '../../../src/alerts/door.ts';
import { ALERTING_FAILED } from '../../../src/alerts/notifying/channels/routing.ts';
import { type AlertScenario, type AlertScenarioOptions, openTestAlerts } from '../alert-scenario.ts';

export const RULE = { kind: 'rule', id: 'offline' } as const;

/** Without a grace period, told to one bot. */
export function policyWith(changes: Partial<AlertPolicy> = {}): AlertPolicy {
  return { ...PLAIN, notify: to('wecom:ops'), ...changes };
}

/** The same channels whatever the severity. */
export function to(...channels: string[]): NonNullable<AlertPolicy['notify']> {
  return { critical: channels, warning: channels, info: channels };
}

/** Alerts of one rule, and what people are told of them. */
export interface TellingScenario extends AlertScenario {
  raise(key: string, changes?: Partial<Condition>): Alert;
  clear(key: string): void;
  /** `wecom:ops first +1 -0 =1`: channel, event, opened, resolved and still open; what was told since the last call. */
  told(): Promise<string[]>;
  /** The same, without waiting for what is under way. */
  toldSoFar(): string[];
  /** Lets what was asked for happen, without moving the clock. */
  settle(): Promise<void>;
  restart(policy?: AlertPolicy): TellingScenario;
}

export function startTelling(
  t: TestContext,
  policy: AlertPolicy = policyWith(),
  options: AlertScenarioOptions = {},
): TellingScenario {
  const scenario = openTestAlerts(t, options);
  const { alerts, clock, channels, store, stops } = scenario;
  if (!options.channels) channels.add('wecom:ops');
  alerts.book.setPolicy(RULE, policy);
  // As the monitors do before anything is read back.
  alerts.book.setPolicy(ALERTING_FAILED, policyWith({ notify: undefined }));
  alerts.start();
  let seen = channels.sent.length;
  return {
    ...scenario,
    raise(key, changes = {}) {
      const subject: Subject = {
        clientId: key,
        username: undefined,
        peerHost: '10.2.3.4',
        listener: 'tcp:default',
        node: 'n1',
        attributes: {},
        reason: 'keepalive_timeout',
        sequence: undefined,
      };
      const alert = alerts.book.raise({
        source: RULE,
        key,
        severity: 'critical',
        title: 'Device offline',
        labels: {},
        subject,
        facts: {},
        at: clock.now(),
        ...changes,
      });
      if (!alert) throw new Error('there are too many alerts');
      return alert;
    },
    clear: (key) => alerts.book.clear(RULE, key, clock.now()),
    async told() {
      await settle();
      return toldSoFar();
    },
    toldSoFar,
    settle,
    restart(next = policy) {
      alerts.stop();
      store.commit();
      return startTelling(t, next, { ...options, clock, store, channels, stops });
    },
  };

  async function settle(): Promise<void> {
    // What comes in slices of a turn needs many of them on a busy machine.
    for (let turn = 0; turn < 100; turn++) await clock.advance(0);
  }

  function toldSoFar(): string[] {
    const news = channels.sent.slice(seen);
    seen = channels.sent.length;
    return news.map(({ channel, delivery }) => `${channel} ${toldBy(delivery)}`);
  }

  function toldBy(delivery: string): string {
    store.commit();
    const row = store.prepare('SELECT reason, body FROM notifications WHERE delivery = ?').get(delivery);
    if (!row) return 'not stored';
    const { counts, digest } = JSON.parse(String(row.body));
    const cause = digest ? ` ${digest.kind}` : '';
    return `${row.reason} +${counts.opened} -${counts.resolved} =${counts.stillOpen}${cause}`;
  }
}
