import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyWith, startTelling, to } from '../../../test/support/alerts/telling-scenario.ts';
import type { Store } from '../../store/store.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The same numbers for the same seed. */
function numbersOf(seed: number): (below: number) => number {
  let state = seed * 2654435761;
  return (below) => {
    state = Math.imul(state ^ (state >>> 15), 2246822519) + 374761393;
    state ^= state >>> 13;
    return Math.abs(state) % below;
  };
}

/** What each channel knows, by the messages that it took. */
class Knowledge {
  readonly open = new Map<string, Set<string>>();
  readonly mistakes: string[] = [];
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  take(channel: string, delivery: string): void {
    this.#store.commit();
    const row = this.#store.prepare('SELECT id, body FROM notifications WHERE delivery = ?').get(delivery);
    if (!row) return void this.mistakes.push(`${delivery} was not stored`);
    const open = this.open.get(channel) ?? new Set();
    this.open.set(channel, open);
    const members = this.#store
      .prepare('SELECT event, alerts FROM notification_members WHERE notification = ? ORDER BY n')
      .all(String(row.id));
    let opened = 0;
    let over = 0;
    for (const { event, alerts } of members) {
      for (const id of JSON.parse(String(alerts)) as string[]) {
        if (event === 'trigger') {
          if (open.has(id)) this.mistakes.push(`${channel} was told twice of ${id}`);
          open.add(id);
          opened++;
        } else if (event === 'resolve') {
          if (!open.delete(id))
            this.mistakes.push(`${channel} was told the end of ${id}, and not its beginning`);
          over++;
        }
      }
    }
    const { counts } = JSON.parse(String(row.body));
    const missed = opened - counts.opened;
    if (missed < 0 || counts.resolved !== over) this.mistakes.push(`${String(row.id)} counts wrongly`);
  }
}

async function play(t: Parameters<typeof startTelling>[0], seed: number): Promise<void> {
  const next = numbersOf(seed);
  const channel = ['wecom:ops', 'webhook:cmdb', 'pagerduty:duty'][seed % 3] ?? '';
  const policy = policyWith({
    grace: seed % 2 === 0 ? 0 : 3 * SECOND,
    group: { window: (seed % 4) * 10 * SECOND, by: seed % 5 === 0 ? ['site'] : [] },
    notify: to(channel, 'email:all'),
  });
  let story = startTelling(t, policy);
  const { channels, clock, store } = story;
  const known = new Knowledge(store);
  for (const id of [channel, 'email:all']) if (!channels.find(id)) channels.add(id);
  channels.events.on('settled', ({ channel: id, delivery, outcome }) => {
    if (outcome === 'delivered' && id !== 'preview:inbox') known.take(id, delivery);
  });
  const times = [0, 50, SECOND, 5 * SECOND, 12 * SECOND, 40 * SECOND, 6 * MINUTE];
  for (let step = 0; step < 60; step++) {
    const key = `d${next(8)}`;
    const notices = channels.unfinished(channel);
    switch (next(9)) {
      case 0:
      case 1:
      case 2:
        story.raise(key, {
          labels: { site: `s${next(3)}` },
          severity: next(4) === 0 ? 'critical' : 'warning',
        });
        break;
      case 3:
      case 4:
        story.clear(key);
        break;
      case 5:
        if (channels.accepting.has(channel)) channels.accepting.delete(channel);
        else {
          channels.accepting.add(channel);
          for (const { delivery } of notices) channels.settle(delivery);
        }
        break;
      case 6:
        for (const { delivery } of notices) {
          const isFinal = next(2) === 0;
          const outcome = isFinal ? 'rejected' : 'unavailable';
          channels.settle(delivery, { outcome, reason: 'no', cause: isFinal ? 'config' : 'network' });
        }
        break;
      case 7:
        story = story.restart();
        break;
      case 8: {
        const endsAt = clock.now() + next(10) * MINUTE + 1;
        story.alerts.quiet.silences.create(
          { matchers: { key }, endsAt, untilResolved: false, reason: 'x' },
          'li',
        );
        break;
      }
    }
    await clock.advance(times[next(times.length)] ?? 0);
    if (next(3) === 0) await story.settle();
  }
  channels.accepting.add(channel);
  for (const { delivery } of channels.unfinished(channel)) channels.settle(delivery);
  for (let n = 0; n < 30; n++) {
    await clock.advance(MINUTE);
    await story.settle();
  }
  assert.deepEqual(known.mistakes, [], `seed ${seed}`);
  const open = [...story.alerts.book.unresolved()]
    .filter(({ source, status }) => source.kind === 'rule' && status !== 'pending')
    .map(({ id }) => id);
  for (const id of [channel, 'email:all']) {
    const about = new Set([...(known.open.get(id) ?? [])].filter((alert) => isOfRule(store, alert)));
    assert.deepEqual(
      [...about].toSorted(),
      open.toSorted(),
      `seed ${seed}: what ${id} knows is what is true`,
    );
  }
  const untold = store
    .prepare(`SELECT COUNT(*) AS n FROM alerts WHERE status = 'resolved' AND told = 0`)
    .get();
  assert.equal(untold?.n, 0, `seed ${seed}: nothing is owed`);
  story.alerts.stop();
}

function isOfRule(store: Store, alert: string): boolean {
  return store.prepare('SELECT rule FROM alerts WHERE id = ?').get(alert)?.rule === 'offline';
}

const SEEDS = Number(process.env.STORIES ?? 12);

test('whatever happens in whatever order, in the end each channel knows exactly what is true', async (t) => {
  const first = Number(process.env.FIRST_STORY ?? 1);
  for (let seed = first; seed < first + SEEDS; seed++) await play(t, seed);
});
