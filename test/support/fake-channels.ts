import type { ChannelMessage, ChannelView, Notice, SettledNotice } from '../../src/delivery/door.ts';
import { Emitter } from '../../src/lib/emitter.ts';
import { orderedId } from '../../src/lib/ids.ts';
import type { Store } from '../../src/store/store.ts';
import type { FakeClock } from './fake-clock.ts';

export interface SentNotice {
  readonly delivery: string;
  readonly channel: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly priority: 'critical' | 'normal';
  readonly orderKey: string;
  readonly message: ChannelMessage;
}

type Settled = Omit<SettledNotice, 'channel' | 'delivery' | 'attempts'>;

const INSERT = `INSERT INTO deliveries (id, connector, action, priority, created_at, request, bytes, state, due_at)
  VALUES (?, ?, ?, 1, ?, ?, 1, 'queued', 0)`;

/** Channels that remember what they were told. Those that are accepting say yes as soon as it is stored, the others when a test says so. */
export class FakeChannels {
  readonly events = new Emitter<{ settled: SettledNotice; changed: string }>();
  readonly sent: SentNotice[] = [];
  readonly accepting = new Set<string>();
  readonly rooms = new Map<string, number>();
  readonly #views = new Map<string, ChannelView>();
  readonly #unfinished = new Map<string, SentNotice>();
  readonly #store: Store;
  readonly #clock: FakeClock;

  constructor(store: Store, clock: FakeClock) {
    this.#store = store;
    this.#clock = clock;
  }

  add(id: string, changes: Partial<ChannelView> = {}): void {
    const [type = ''] = id.split(':');
    this.accepting.add(id);
    this.#views.set(id, {
      id,
      type,
      language: 'en',
      zone: 'UTC',
      enable: true,
      status: 'connected',
      reason: undefined,
      staysOpen: type === 'pagerduty',
      isProgram: type === 'webhook',
      perMinute: type === 'wecom' ? 20 : undefined,
      ...changes,
    });
    this.events.emit('changed', id);
  }

  remove(id: string): void {
    this.#views.delete(id);
    for (const { delivery } of this.unfinished(id)) {
      this.settle(delivery, { outcome: 'dropped', reason: 'resource_not_found' });
    }
    this.events.emit('changed', id);
  }

  find(channel: string): ChannelView | undefined {
    return this.#views.get(channel) ?? this.list().find(({ id }) => id.endsWith(`:${channel}`));
  }

  list(): readonly ChannelView[] {
    return [...this.#views.values()];
  }

  inbox(): ChannelView {
    if (!this.find('preview:inbox')) this.add('preview:inbox');
    return this.find('preview:inbox') as ChannelView;
  }

  room(channel: string): number {
    return this.rooms.get(channel) ?? Infinity;
  }

  waiting(channel: string): number {
    return this.unfinished(channel).length;
  }

  unfinished(channel: string): SentNotice[] {
    return [...this.#unfinished.values()].filter((notice) => notice.channel === channel);
  }

  send({ channel, message, orderKey, priority }: Notice): string {
    const delivery = orderedId(this.#clock.now());
    const at = this.#clock.now();
    const sent = { delivery, channel, at, priority, orderKey, message: message as ChannelMessage };
    this.sent.push(sent);
    this.#unfinished.set(delivery, sent);
    this.#store.write(
      () => this.#store.prepare(INSERT).run(delivery, channel, `alert:${channel}`, at, '{}'),
      () => {
        if (this.accepting.has(channel)) this.settle(delivery);
      },
    );
    return delivery;
  }

  /** What the other side says, once the delivery is over. */
  settle(delivery: string, settled: Settled = { outcome: 'delivered', reason: undefined }): void {
    const notice = this.#unfinished.get(delivery);
    if (!notice) return;
    if (settled.outcome !== 'unavailable') {
      this.#unfinished.delete(delivery);
      const state = settled.outcome === 'delivered' ? 'delivered' : 'dead';
      this.#store.transact(() =>
        this.#store.prepare('UPDATE deliveries SET state = ? WHERE id = ?').run(state, delivery),
      );
    }
    this.events.emit('settled', { channel: notice.channel, delivery, attempts: 1, ...settled });
  }
}
