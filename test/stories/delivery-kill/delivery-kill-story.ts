import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type BrokerProcess, startBrokerProcess, temporaryDirectory } from '../../../demo/broker-process.ts';
import { HttpReceiver } from '../../support/http-receiver.ts';
import { LastingPublisher } from '../kill/lasting-client.ts';

export interface DeliveryKillOptions {
  readonly rounds: number;
  /** Milliseconds of load before each kill, at least and at most. */
  readonly load: readonly [number, number];
  onRound?(round: number, published: number): void;
}

export interface DeliveryKillResult {
  readonly published: number;
  /** Messages that were acknowledged and never delivered. */
  readonly lost: number;
  /** Requests that came more than once: with the same id, so that a receiver can tell. */
  readonly duplicated: number;
  /** Messages that came under two ids: published once more, because the kill swallowed their acknowledgement. */
  readonly doubled: number;
  /** Messages of a client that came after a later one of it. */
  readonly reordered: number;
}

/** Milliseconds without news after which what has not come is lost. */
const PATIENCE = 20_000;

/** One request of so many is answered with 503, and each takes up to so many milliseconds. */
const REFUSED_OF = 2000;
const SLOWEST_ANSWER = 15;

const SETTINGS = ['overload_protection.enable=false'];

/** What one client's messages came to. */
class Ledger {
  readonly ids = new Map<number, Set<string>>();
  duplicated = 0;
  reordered = 0;
  #highest = 0;

  accept(sequence: number, id: string): void {
    const known = this.ids.get(sequence);
    if (known?.has(id)) this.duplicated++;
    else if (known) known.add(id);
    else {
      this.ids.set(sequence, new Set([id]));
      if (sequence < this.#highest) this.reordered++;
      this.#highest = Math.max(this.#highest, sequence);
    }
  }
}

/** Kills a broker again and again while its rule delivers to a receiver, and counts what became of the deliveries. */
export async function runDeliveryKillStory(options: DeliveryKillOptions): Promise<DeliveryKillResult> {
  const directory = temporaryDirectory();
  const publishers = Array.from(
    { length: 6 },
    (_, index) => new LastingPublisher(`p${index}`, `load/${index}`, 2, 40),
  );
  const ledgers = new Map(publishers.map(({ clientId }) => [clientId, new Ledger()]));
  let news = 0;
  const receiver = await new HttpReceiver().open();
  receiver.answer = ({ headers, body }, response) => {
    setTimeout(() => {
      if (randomInt(REFUSED_OF) === 0) {
        response.writeHead(503).end();
        return;
      }
      const { client, payload } = JSON.parse(body) as { client: string; payload: string };
      ledgers.get(client)?.accept(Number(payload.split(' ')[1]), String(headers['idempotency-key']));
      receiver.requests.splice(0);
      news++;
      response.end('{}');
    }, randomInt(SLOWEST_ANSWER));
  };
  const start = (): Promise<BrokerProcess> => startBrokerProcess(directory, SETTINGS);
  const connect = (broker: BrokerProcess): Promise<unknown> =>
    Promise.all(publishers.map((publisher) => publisher.connect(broker.ready.listeners.tcp?.port ?? 0)));

  for (let round = 0; round < options.rounds; round++) {
    const broker = await start();
    try {
      if (round === 0) await configure(broker, receiver.port);
      await connect(broker);
      await pause(randomInt(...options.load));
    } finally {
      const killed = broker.kill();
      for (const publisher of publishers) publisher.cut();
      await killed;
    }
    options.onRound?.(round + 1, total(publishers.map(({ published }) => published)));
  }

  const broker = await start();
  try {
    for (const publisher of publishers) publisher.isPublishing = false;
    await connect(broker);
    for (let before = -1, since = Date.now(); Date.now() - since < PATIENCE; await pause(50)) {
      if (news !== before) since = Date.now();
      before = news;
      const isThere = publishers.every(
        ({ isIdle, clientId, published }) => isIdle && (ledgers.get(clientId)?.ids.size ?? 0) >= published,
      );
      // A moment longer, for what comes twice.
      if (isThere && Date.now() - since > 500) break;
    }
    return judge(publishers, ledgers);
  } finally {
    for (const publisher of publishers) publisher.cut();
    await broker.stop();
    receiver.close();
  }
}

async function configure({ api }: BrokerProcess, port: number): Promise<void> {
  await api.must('POST', '/connectors', { type: 'http', name: 'hook', url: `http://127.0.0.1:${port}` });
  await api.must('POST', '/actions', {
    type: 'http',
    name: 'hook',
    connector: 'hook',
    parameters: { body: '{"client":"${clientid}","payload":"${payload}"}' },
  });
  await api.must('POST', '/rules', { sql: 'SELECT clientid, payload FROM "load/#"', actions: ['http:hook'] });
}

function judge(
  publishers: readonly LastingPublisher[],
  ledgers: ReadonlyMap<string, Ledger>,
): DeliveryKillResult {
  let lost = 0;
  let doubled = 0;
  for (const { clientId, acknowledged } of publishers) {
    const ids = ledgers.get(clientId)?.ids;
    for (let sequence = 1; sequence <= acknowledged; sequence++) {
      const count = ids?.get(sequence)?.size ?? 0;
      if (count === 0) lost++;
      else if (count > 1) doubled++;
    }
  }
  const all = [...ledgers.values()];
  return {
    published: total(publishers.map(({ published }) => published)),
    lost,
    duplicated: total(all.map(({ duplicated }) => duplicated)),
    doubled,
    reordered: total(all.map(({ reordered }) => reordered)),
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
