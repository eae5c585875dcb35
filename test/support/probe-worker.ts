import { parentPort, workerData } from 'node:worker_threads';
import { RawPeer } from './raw-peer.ts';
import { publish } from './test-broker.ts';

/**
 * An innocent client in a thread of its own, so that the work of an attack in the main thread does not count as slowness
 * of the broker: it subscribes to a topic, publishes to it at QoS 1 every few milliseconds and measures round trips.
 */
const INTERVAL_MS = 10;
const TOPIC = 'probe/of/an/innocent/client';

const peer = await RawPeer.join(workerData.port, 'probe');
await peer.subscribe(TOPIC);

let next = 0;
let awaited = 0;
let worst = 0;
let disorder = 0;
const sentAt: number[] = [];

setInterval(() => {
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
    worst = Math.max(worst, performance.now() - (sentAt[number] ?? 0));
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
    isClosed: peer.isClosed,
  });
  worst = 0;
}

parentPort?.on('message', () => void report());
parentPort?.postMessage('ready');
