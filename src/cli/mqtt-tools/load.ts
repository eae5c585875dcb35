import { setTimeout as pause } from 'node:timers/promises';
import { parseDuration } from '../../lib/duration.ts';
import { mqttToolTexts } from '../../texts/mqtt-tools.ts';
import { type PrintingRun, UsageError } from '../client/client-run.ts';
import { MqttPeer } from './mqtt-peer.ts';
import { type MqttOptions, peerOptions, qosOf, wholeNumber, withPeers } from './peer-options.ts';

export interface LoadOptions extends MqttOptions {
  readonly clients?: string | undefined;
  readonly subscribers?: string | undefined;
  readonly rate?: string | undefined;
  readonly size?: string | undefined;
  readonly for?: string | undefined;
  readonly topic?: string | undefined;
}

/** Connections that are made at the same time. */
const AT_ONCE = 100;
const STEP = 10;
/** Milliseconds that late messages are waited for. */
const PATIENCE = 2000;

/** `tocsin bench`: so many clients publish at a steady rate; how long messages take is measured at the subscribers. */
export async function load(
  run: PrintingRun,
  environment: Readonly<Record<string, string | undefined>>,
  options: LoadOptions,
): Promise<number> {
  const texts = mqttToolTexts[run.language];
  const qos = qosOf(options.qos, texts);
  const peerOf = peerOptions(options, environment, texts);
  const number = (flag: string, given: string | undefined, otherwise: number): number =>
    given === undefined ? otherwise : wholeNumber(flag, given, texts);
  const clients = number('--clients', options.clients, 10);
  const subscribers = number('--subscribers', options.subscribers, 1);
  const rate = number('--rate', options.rate, 1000);
  const size = Math.max(16, number('--size', options.size, 256));
  const time = parseDuration(options.for ?? '10s');
  if (time === undefined || !Number.isFinite(time)) throw new UsageError(texts.badFor(options.for ?? ''));
  const prefix = `${options.topic ?? 'tocsin-bench'}/${process.pid}`;
  return withPeers(run, peerOf.url, prefix, async () => {
    const beganAt = performance.now();
    const all = await connectAll(clients + subscribers, peerOf, (done) =>
      run.progress({ unit: 'connections', done, total: clients + subscribers }),
    );
    const connectedIn = performance.now() - beganAt;
    const readers = all.slice(0, subscribers);
    const writers = all.slice(subscribers);
    const latencies: number[] = [];
    for (const reader of readers) {
      reader.onMessage = ({ payload }) => {
        latencies.push(performance.now() - payload.readDoubleBE(0));
      };
      await reader.subscribe([`${prefix}/#`], qos, false);
    }
    const sendingFrom = performance.now();
    let sent = 0;
    const failures: unknown[] = [];
    while (performance.now() - sendingFrom < time && failures.length === 0) {
      const due = Math.floor(((performance.now() - sendingFrom) / 1000) * rate);
      for (; sent < due; sent++) {
        const payload = Buffer.alloc(size, 'x');
        payload.writeDoubleBE(performance.now(), 0);
        const at = sent % clients;
        writers[at]
          ?.publish(`${prefix}/${at}`, payload, { qos })
          .catch((error: unknown) => failures.push(error));
      }
      run.progress({
        unit: 'seconds',
        done: (performance.now() - sendingFrom) / 1000,
        total: time / 1000,
        note: texts.running(sent, latencies.length),
      });
      await pause(STEP);
    }
    const seconds = (performance.now() - sendingFrom) / 1000;
    const expected = sent * subscribers;
    for (let left = PATIENCE; left > 0 && latencies.length < expected; left -= STEP) await pause(STEP);
    run.progress(undefined);
    for (const peer of all) peer.end();
    if (failures.length > 0) throw failures[0];
    return print(run, { connections: all.length, connectedIn, seconds, sent, expected, latencies });
  });
}

async function connectAll(
  count: number,
  options: Parameters<typeof MqttPeer.connect>[0],
  tell: (done: number) => void,
): Promise<MqttPeer[]> {
  const peers: MqttPeer[] = [];
  while (peers.length < count) {
    const more = Array.from({ length: Math.min(AT_ONCE, count - peers.length) }, (_, at) =>
      MqttPeer.connect({
        ...options,
        ...(options.clientId !== undefined && { clientId: `${options.clientId}-${peers.length + at}` }),
      }),
    );
    peers.push(...(await Promise.all(more)));
    tell(peers.length);
  }
  return peers;
}

interface Measured {
  readonly connections: number;
  readonly connectedIn: number;
  readonly seconds: number;
  readonly sent: number;
  readonly expected: number;
  readonly latencies: readonly number[];
}

/** Exit code 1 when something did not arrive. */
function print(
  { print, language }: PrintingRun,
  { connections, connectedIn, seconds, sent, expected, latencies }: Measured,
): number {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (part: number): number =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0) * 100) / 100;
  const figures = {
    connections,
    connect_ms: Math.round(connectedIn),
    seconds: Math.round(seconds * 10) / 10,
    sent,
    sent_rate: Math.round(sent / seconds),
    received: sorted.length,
    received_rate: Math.round(sorted.length / seconds),
    lost: expected - sorted.length,
    latency_p50_ms: at(0.5),
    latency_p95_ms: at(0.95),
    latency_p99_ms: at(0.99),
    latency_max_ms: at(1),
  };
  const labels = mqttToolTexts[language].figures;
  print.thing({
    answer: figures,
    name: 'bench',
    facts: Object.entries(figures).map(([name, value]) => ({
      name,
      label: labels[name as keyof typeof labels],
      value,
    })),
  });
  return figures.lost > 0 ? 1 : 0;
}
