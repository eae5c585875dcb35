import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AlertRaiser, alertSettings, openAlerts, type Presence } from '../../src/alerts/door.ts';
import type { TemplateRow } from '../../src/delivery/door.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { Definitions } from '../../src/store/definitions.ts';
import { Store } from '../../src/store/store.ts';
import { LimitedChannel } from './limited-channel.ts';
import { SkippingClock, worked } from './skipping-clock.ts';

export interface Simulated {
  readonly clients: number;
  /** Milliseconds of work until all goings were taken in, and until all comings were. */
  readonly goings: number;
  readonly comings: number;
  /** CPU milliseconds of all of it. */
  readonly cpu: number;
  /** Bytes of resident memory at its highest, and before the first event. */
  readonly peak: number;
  readonly before: number;
  /** The longest that the event loop was held up, milliseconds. */
  readonly longestTurn: number;
  /** Messages in the minute after the first going, and in all. */
  readonly inFirstMinute: number;
  readonly messages: number;
  /** What they said opened and was resolved. */
  readonly opened: number;
  readonly resolved: number;
  /** Alerts that are still not resolved. */
  readonly left: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Milliseconds of a turn of the event loop in which rules work. */
const SLICE = 5;
/** The goings of a second, in so many parts. */
const PARTS = 100;

/** So many clients are lost within a second and come back after a while. @param away milliseconds */
export async function simulate(clients: number, away: number): Promise<Simulated> {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-simulation-'));
  try {
    return await simulateIn(directory, clients, away);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function simulateIn(directory: string, clients: number, away: number): Promise<Simulated> {
  const clock = new SkippingClock();
  const store = Store.open({ directory, durability: 'normal', logger: silentLogger });
  const channel = new LimitedChannel(store, clock);
  const comings = new Map<number, number>();
  const alerts = openAlerts({
    store,
    definitions: new Definitions(store, clock),
    clock,
    logger: silentLogger,
    presence: presenceOf(comings),
    node: 'tocsin@127.0.0.1',
    dashboard: { host: '127.0.0.1', port: 18083 },
    alarms: { activate: () => undefined, deactivate: () => undefined },
    channels: channel,
    maximum: 2 * clients,
  });
  const settings = alertSettings.parse({
    title: `Device offline: \${clientid}`,
    for: '5s',
    notify: ['wecom:ops'],
  });
  const raiser = alerts.rules.define('device_offline', settings, {
    isPresence: true,
    isCleared: true,
    quietAfter: undefined,
    statement: 'SELECT * FROM "$events/client/disconnected"',
  });
  alerts.start();
  const before = process.memoryUsage().rss;
  const cpu = process.cpuUsage();
  let sequence = 0;

  const goneAt = clock.now();
  const goings = await feed(clock, clients, (client) => raise(raiser, client, clock.now(), ++sequence));
  await clock.runUntil(goneAt + away);
  const back = await feed(clock, clients, (client) => {
    comings.set(client, ++sequence);
    raiser.clear({ row: rowOf(client, 0), at: clock.now(), sequence });
  });
  await clock.runUntil(clock.now() + 10 * MINUTE);

  const used = process.cpuUsage(cpu);
  const told = toldIn(store);
  const result: Simulated = {
    clients,
    goings,
    comings: back,
    cpu: (used.user + used.system) / 1000,
    peak: process.resourceUsage().maxRSS * 1024,
    before,
    longestTurn: clock.longestTurn,
    inFirstMinute: channel.sent.filter(({ at }) => at <= goneAt + MINUTE).length,
    messages: channel.sent.length,
    opened: told.opened,
    resolved: told.resolved,
    left: [...alerts.book.unresolved()].length,
  };
  alerts.stop();
  store.close();
  return result;
}

/** One event of each client within a second, or as fast as they are taken in. The milliseconds that it took. */
async function feed(clock: SkippingClock, clients: number, tell: (client: number) => void): Promise<number> {
  const begin = clock.now();
  let told = 0;
  for (let part = 0; part < PARTS; part++) {
    await clock.runUntil(begin + (part * SECOND) / PARTS);
    let turnEnd = worked() + SLICE;
    for (let client = part; client < clients; client += PARTS) {
      tell(client);
      if (++told % 16 !== 0 || worked() < turnEnd) continue;
      await clock.turn();
      turnEnd = worked() + SLICE;
    }
  }
  return clock.now() - begin;
}

function raise(raiser: AlertRaiser, client: number, at: number, sequence: number): void {
  raiser.raise({
    row: rowOf(client, at),
    event: 'client.disconnected',
    at,
    subject: {
      clientId: idOf(client),
      username: 'u_meters',
      peerHost: `10.${client % 4}.${(client >> 8) & 255}.${client & 255}`,
      listener: 'tcp:default',
      node: 'tocsin@127.0.0.1',
      attributes: {},
      reason: 'keepalive_timeout',
      sequence,
    },
  });
}

function idOf(client: number): string {
  return `meter-${String(client).padStart(7, '0')}`;
}

/** What the rule engine would make of the event. */
function rowOf(client: number, at: number): TemplateRow {
  const columns: Record<string, unknown> = {
    clientid: idOf(client),
    username: 'u_meters',
    reason: 'keepalive_timeout',
    disconnected_at: at,
  };
  const find = (path: readonly string[]): unknown => (path.length === 0 ? columns : columns[path[0] ?? '']);
  return {
    text: (path) => String(find(path)),
    json: (path) => JSON.stringify(find(path)),
    value: find,
  };
}

/** Who came back is there. */
function presenceOf(comings: ReadonlyMap<number, number>): Presence {
  return {
    of(clientId) {
      const sequence = comings.get(Number(clientId.slice('meter-'.length)));
      return sequence === undefined
        ? { state: 'offline', sequence: undefined }
        : { state: 'connected', sequence };
    },
    knownFrom: 0,
  };
}

/** What the messages said, as it is stored with them. */
function toldIn(store: Store): { opened: number; resolved: number } {
  let opened = 0;
  let resolved = 0;
  for (const { body } of store.prepare('SELECT body FROM notifications').all()) {
    const { counts } = JSON.parse(String(body)) as { counts: { opened: number; resolved: number } };
    opened += counts.opened;
    resolved += counts.resolved;
  }
  return { opened, resolved };
}
