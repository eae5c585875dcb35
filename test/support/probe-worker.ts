import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { RawPeer } from './raw-peer.ts';
import { publish } from './test-broker.ts';

/**
 * An innocent client in a thread of its own, so that the work of an attack in the main thread does not count as slowness
 * of the broker: it subscribes to a topic, publishes to it at QoS 1 every few milliseconds and measures round trips.
 * The cores are shared with the attack, and may be with strangers. The time for which the system let the broker or
 * this thread wait for a core, while they had something to do, is measured too, and is not the broker's fault.
 */
const INTERVAL_MS = 10;
const TOPIC = 'probe/of/an/innocent/client';

const { port, pid } = workerData as { port: number; pid: number };

const BROKER = `/proc/${pid}/task/${pid}/schedstat`;
const PROBE = '/proc/thread-self/schedstat';

/** Milliseconds for which a thread has waited for a core, as Linux says; elsewhere nobody waits. */
function waitedForCore(thread: string): number {
  try {
    return Number(readFileSync(thread, 'latin1').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}

const peer = await RawPeer.join(port, 'probe');
await peer.subscribe(TOPIC);

let next = 0;
let awaited = 0;
let worst = 0;
let worstOfBroker = 0;
let disorder = 0;
const sentAt: number[] = [];
const brokerWaitedAt: number[] = [];
/** What this thread had waited when it ran last: only what it waits after the answer came counts. */
let probeWaited = 0;

setInterval(() => {
  probeWaited = waitedForCore(PROBE);
  brokerWaitedAt[next] = waitedForCore(BROKER);
  sentAt[next] = performance.now();
  peer.send(publish(TOPIC, `${next}`, 1, { packetId: (next % 65_535) + 1 }));
  next++;
}, INTERVAL_MS);

async function listen(): Promise<void> {
  for (;;) {
    const message = await peer.take('publish');
    if (!message) return;
    const number = Number(message.payload.toString());
    if (number !== awaited) disorder++;
    awaited = number + 1;
    const roundTrip = performance.now() - (sentAt[number] ?? 0);
    worst = Math.max(worst, roundTrip);
    const brokerWaited = waitedForCore(BROKER) - (brokerWaitedAt[number] ?? 0);
    const waited = waitedForCore(PROBE);
    worstOfBroker = Math.max(worstOfBroker, roundTrip - brokerWaited - (waited - probeWaited));
    probeWaited = waited;
    peer.send({ type: 'puback', packetId: message.packetId ?? 0, reasonCode: 0, properties: {} });
    while (peer.packets[0]?.type === 'puback') peer.packets.shift();
  }
}
void listen();

async function report(): Promise<void> {
  const expected = next;
  const deadline = performance.now() + 10_000;
  while (awaited < expected && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 5));
  parentPort?.postMessage({
    sent: expected,
    missing: Math.max(0, expected - awaited),
    disorder,
    worst,
    worstOfBroker,
    isClosed: peer.isClosed,
  });
  worst = 0;
  worstOfBroker = 0;
}

parentPort?.on('message', () => void report());
parentPort?.postMessage('ready');
