import { connect as connectSocket } from 'node:net';
import { type IClientOptions, MqttClient } from 'mqtt';
import type { RestClient } from '../../../demo/rest-client.ts';
import { FeishuSimulator } from '../../support/bots/feishu.ts';
import { WecomSimulator } from '../../support/bots/wecom.ts';
import { HttpReceiver } from '../../support/http-receiver.ts';
import { configurePlant, type PlantLanguage, signIn } from './plant-settings.ts';

/** What a plant with a bad morning looks like: devices, rules, channels, alerts in every state, a bot that refuses. */
export interface BusyPlant {
  /** The page of an alert, as the group's message links it; undefined when there was none. */
  readonly phonePage: string | undefined;
  close(): Promise<void>;
}

interface Place {
  readonly api: RestClient;
  /** Where users sign in: `http://127.0.0.1:PORT/api/v5`. */
  readonly base: string;
  readonly language: PlantLanguage;
  /** False: no names that nobody should have, and one outage. */
  readonly hasOddNames: boolean;
}

const LINES = ['press', 'oven', 'conveyor', 'robot', 'scale', 'sensor'];
const SITES = ['hz', 'sh', 'sz'];
const PER_LINE = 6;
/** Milliseconds between two messages of a device. */
const BEAT = 8_000;
/** To connect. */
const ATTEMPTS = 8;
/** Nobody has asked devices to have kind names. */
const ODD_NAMES = [
  '<img src=x onerror=alert(1)>',
  'جهاز-٧',
  '温度传感器-12',
  'dev/7/../8',
  `long-${'x'.repeat(180)}`,
  '🔔🔔',
];

export async function startBusyPlant({ api, base, language, hasOddNames }: Place): Promise<BusyPlant> {
  const ops = await new WecomSimulator().open();
  const duty = await new FeishuSimulator({ secret: 'the-real-secret' }).open();
  const historian = await new HttpReceiver().open();
  const { port, password } = await configurePlant(
    { api, base, language },
    {
      ops: ops.url,
      duty: duty.url,
      historian: `http://127.0.0.1:${historian.port}`,
    },
  );

  const clients = new Map<string, MqttClient>();
  const connect = async (clientId: string, ip: string, options: IClientOptions = {}): Promise<MqttClient> => {
    for (let attempt = 1; ; attempt++) {
      const client = connectFrom(port, ip, { clientId, password, ...options });
      clients.set(clientId, client);
      const problem = await new Promise<Error | undefined>((resolve) => {
        client.once('connect', () => resolve(undefined));
        client.once('error', resolve);
      });
      if (!problem) return client;
      // On a machine that is busy itself the broker lets in fewer at once.
      if (attempt === ATTEMPTS) throw problem;
      client.end(true);
      await rest(attempt * 500);
    }
  };
  const devices = SITES.flatMap((site, at) =>
    LINES.flatMap((line, row) =>
      Array.from({ length: PER_LINE }, (_, n) => ({
        id: `${site}-${line}-${n + 1}`,
        ip: `10.${2 + at}.${row}.${20 + n}`,
        topic: `plant/${site}/${line}/${n + 1}`,
        site,
        number: n + 1,
      })),
    ),
  );
  const idle = { hz: 'hz_gateway', sh: 'sh_gateway', sz: 'sz_gateway' };
  const start = async ({ id, ip, topic, site, number }: (typeof devices)[number]): Promise<void> => {
    const client = await connect(id, ip, {
      username: idle[site as keyof typeof idle],
      protocolVersion: number === 3 ? 4 : 5,
      clean: false,
      ...(number !== 3 && { properties: { sessionExpiryInterval: 3600 } }),
    });
    await client.subscribeAsync([`${topic}/cmd`, `plant/${site}/all`], { qos: 1 });
    await client.publishAsync(`${topic}/state`, state(number), { retain: true, qos: 1 });
  };
  await connect('scada-1', '10.2.200.5', { username: 'scada' });
  await clients.get('scada-1')?.subscribeAsync('plant/+/+/+/state');
  // Some at a time: a broker takes so many a second, and so do people's eyes.
  for (let at = 0; at < devices.length; at += 12) await Promise.all(devices.slice(at, at + 12).map(start));
  if (hasOddNames) {
    await Promise.all(ODD_NAMES.map((name, n) => connect(name, `10.9.0.${n + 1}`, { username: 'guest' })));
  }
  for (const number of [1, 2, 3]) {
    await clients.get(`hz-scale-${number}`)?.publishAsync(`plant/hz/scale/${number}/weight`, '{"kg":412.5}');
  }
  await clients.get('sz-oven-2')?.publishAsync('plant/sz/oven/2/heat', '{"temperature":87.5}');
  await clients.get('sz-oven-3')?.publishAsync('plant/sz/oven/3/heat', '{"temperature":83.1}');
  // Somebody guesses, and somebody tries what is not for them.
  await refused(port, 'hz-press-1');
  await clients
    .get('sh-robot-1')
    ?.publishAsync('plant/hz/all', '{"stop":true}', { qos: 1 })
    .catch(() => {});
  let beat = 0;
  const traffic = setInterval(() => {
    // A tenth of them each time, so that the figures are even.
    for (const [at, { id, topic, number }] of devices.entries()) {
      if (at % 10 === beat % 10 && clients.get(id)?.connected)
        clients.get(id)?.publish(`${topic}/state`, state(number));
    }
    beat++;
  }, BEAT / 10);

  // One that flaps.
  for (let round = 0; round < 8; round++) {
    clients.get('sz-scale-3')?.stream.destroy();
    await connect('sz-scale-3', '10.4.4.22', { username: 'sz_gateway' });
  }
  await rest(2_500);
  // A switch of one hall goes, and with it two lines; somebody pulls a plug; one is thrown out: not for pictures that
  // explain, of which each tells one thing.
  const lost = devices.filter(({ id }) => /^hz-(press|oven)-/.test(id)).map(({ id }) => id);
  for (const id of lost) clients.get(id)?.stream.destroy();
  await rest(1_500);
  const others = hasOddNames ? ['sh-robot-2', ODD_NAMES[0] ?? '', ODD_NAMES[2] ?? ''] : [];
  for (const id of others) clients.get(id)?.stream.destroy();
  if (hasOddNames) await api.must('DELETE', '/clients/sh-conveyor-2');
  await opened(api, lost.length + others.length);
  await connect('hz-oven-1', '10.2.1.20', { username: idle.hz });

  const people = await signIn(base, 'lilei', password);
  const taken = await alertOf(api, 'hz-press-2');
  const words =
    language === 'zh'
      ? { note: '带上新的保险丝过去', found: '二号柜没有电', moved: '机械臂搬到二号厂房' }
      : {
          note: 'On my way with a new fuse',
          found: 'Cabinet 2 has no power',
          moved: 'The arm is moved to hall 2',
        };
  if (taken !== undefined) {
    await people('POST', `/alerts/${taken}/acknowledge`, { note: words.note });
    await people('POST', `/alerts/${taken}/note`, { text: words.found });
  }
  await people('POST', '/silences', {
    matchers: { key: 'sh-robot-2' },
    ends_at: Date.now() + 3_600_000,
    reason: words.moved,
  });
  await api.must('POST', '/backtests?wait=10', { rule_id: 'device-offline' });
  const sent = ops.requests.map(({ body }) => body).join('\n');
  return {
    phonePage: /https?:\/\/[^\s()<>"\\]+\/a\/[^\s()<>"\\]+/.exec(sent)?.[0],
    async close() {
      clearInterval(traffic);
      for (const client of clients.values()) client.end(true);
      ops.close();
      duty.close();
      historian.close();
    },
  };
}

function state(number: number): string {
  return JSON.stringify({ temperature: 20 + number, running: number !== 2, cycles: 4_100 + number });
}

/** A client that comes from where devices are: the listener believes the header of a proxy. */
function connectFrom(port: number, ip: string, options: IClientOptions): MqttClient {
  const client = new MqttClient(
    () => {
      const socket = connectSocket(port, '127.0.0.1');
      const from = 40_000 + Math.floor(Math.random() * 20_000);
      socket.write(`PROXY TCP4 ${ip} 10.2.200.1 ${from} 1883\r\n`);
      return socket;
    },
    { reconnectPeriod: 0, protocolVersion: 5, ...options },
  );
  client.on('error', () => {});
  return client;
}

/** A login that fails. */
async function refused(port: number, clientId: string): Promise<void> {
  const client = connectFrom(port, '10.9.8.7', {
    clientId: `copy-of-${clientId}`,
    username: 'root',
    password: 'root',
  });
  await new Promise<void>((resolve) => client.once('close', () => resolve()));
  client.end(true);
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function alertOf(api: RestClient, key: string): Promise<string | undefined> {
  const { data } = (await api.must('GET', `/alerts?status=open&key=${key}&limit=1`)) as {
    data: { id: string }[];
  };
  return data[0]?.id;
}

async function opened(api: RestClient, count: number): Promise<void> {
  for (let waited = 0; waited < 200; waited++) {
    const { status } = (await api.must('GET', '/alerts/stats')) as { status: { open: number } };
    if (status.open >= count) return;
    await rest(50);
  }
}
