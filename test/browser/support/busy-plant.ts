import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import type { RestClient } from '../../../demo/rest-client.ts';
import { FeishuSimulator } from '../../support/bots/feishu.ts';
import { WecomSimulator } from '../../support/bots/wecom.ts';

/** What a plant with a bad morning looks like: devices, rules, channels, alerts in every state, a bot that refuses. */
export interface BusyPlant {
  close(): Promise<void>;
}

interface Place {
  readonly api: RestClient;
  readonly tcpPort: number;
}

const LINES = ['press', 'oven', 'conveyor', 'robot', 'scale'];
const SITES = ['hz', 'sh', 'sz'];
/** Nobody has asked devices to have kind names. */
const ODD_NAMES = [
  '<img src=x onerror=alert(1)>',
  'جهاز-٧',
  '温度传感器-12',
  'dev/7/../8',
  `long-${'x'.repeat(180)}`,
  '🔔🔔',
];

export async function startBusyPlant({ api, tcpPort }: Place): Promise<BusyPlant> {
  const ops = await new WecomSimulator().open();
  const duty = await new FeishuSimulator({ secret: 'the-real-secret' }).open();
  await configure(api, ops.url, duty.url);

  const clients = new Map<string, MqttClient>();
  const connect = async (clientId: string, options: IClientOptions = {}): Promise<MqttClient> => {
    const client = await connectAsync({
      port: tcpPort,
      clientId,
      reconnectPeriod: 0,
      protocolVersion: 5,
      ...options,
    });
    client.on('error', () => {});
    clients.set(clientId, client);
    return client;
  };
  for (const site of SITES) {
    for (const line of LINES) {
      for (const number of [1, 2, 3]) {
        const client = await connect(`${site}-${line}-${number}`, {
          username: `${site}_gateway`,
          protocolVersion: number === 3 ? 4 : 5,
          clean: false,
          ...(number !== 3 && { properties: { sessionExpiryInterval: 3600 } }),
        });
        await client.subscribeAsync([`plant/${site}/${line}/${number}/cmd`, `plant/${site}/all`]);
        await client.publishAsync(
          `plant/${site}/${line}/${number}/state`,
          JSON.stringify({ temperature: 20 + number, running: number !== 2, at: 1_764_316_800_000 }),
          { retain: true, qos: 1 },
        );
      }
    }
  }
  for (const name of ODD_NAMES) await connect(name, { username: 'guest' });

  // One that flaps, some that are lost, and one that is back.
  for (let round = 0; round < 8; round++) {
    clients.get('sz-scale-3')?.stream.destroy();
    await connect('sz-scale-3', { username: 'sz_gateway' });
  }
  const lost = [
    'hz-press-1',
    'hz-press-2',
    'hz-press-3',
    'hz-oven-1',
    'sh-robot-2',
    ODD_NAMES[0] ?? '',
    ODD_NAMES[2] ?? '',
  ];
  for (const id of lost) clients.get(id)?.stream.destroy();
  await api.must('DELETE', '/clients/sh-conveyor-2');
  await opened(api, lost.length + 1);
  await connect('hz-oven-1', { username: 'hz_gateway' });
  const page = (await api.must('GET', '/alerts?status=open&limit=100')) as {
    data: { id: string; key: string }[];
  };
  const taken = page.data.find(({ key }) => key === 'hz-press-2');
  if (taken) {
    await api.must('POST', `/alerts/${taken.id}/acknowledge`, { note: 'On my way with a new fuse' });
    await api.must('POST', `/alerts/${taken.id}/note`, { text: 'The cabinet has no power' });
  }
  await api.must('POST', '/silences', {
    matchers: { key: 'sh-robot-2' },
    ends_at: Date.now() + 3_600_000,
    reason: 'The arm is moved to hall 2',
  });
  return {
    async close() {
      for (const client of clients.values()) client.end(true);
      ops.close();
      duty.close();
    },
  };
}

async function configure(api: RestClient, opsUrl: string, dutyUrl: string): Promise<void> {
  await api.must('POST', '/connectors', { type: 'wecom', name: 'ops', url: opsUrl });
  // The secret is one letter off, as it happens when people copy it.
  await api.must('POST', '/connectors', {
    type: 'feishu',
    name: 'duty',
    url: dutyUrl,
    secret: 'the-real-secre',
  });
  const sql =
    'SELECT clientid, username, peername, reason, disconnected_at FROM "$events/client/disconnected" WHERE reason != \'normal\'';
  await api.must('POST', '/rules', {
    id: 'device-offline',
    name: 'Device offline',
    sql,
    alert: {
      severity: 'critical',
      for: '0s',
      group: { window: '1s', by: ['listener'] },
      notify: ['wecom:ops', 'feishu:duty'],
    },
  });
  await api.must('POST', '/connectors', { type: 'http', name: 'historian', url: 'http://127.0.0.1:9' });
  await api.must('POST', '/actions', {
    type: 'http',
    name: 'store-state',
    connector: 'historian',
    parameters: { method: 'post', path: '/state', body: '{"topic":"${topic}","payload":${payload}}' },
  });
  await api.must('POST', '/rules', {
    id: 'store-state',
    name: 'Store every state',
    sql: 'SELECT topic, payload FROM "plant/+/+/+/state"',
    actions: ['http:store-state'],
  });
  await api.must('POST', '/rules', {
    id: 'too-hot',
    name: 'Too hot',
    enable: false,
    sql: 'SELECT payload.temperature as t, topic FROM "plant/#" WHERE payload.temperature > 80',
    alert: { severity: 'warning', key: '${topic}', notify: ['wecom:ops'] },
  });
}

async function opened(api: RestClient, count: number): Promise<void> {
  for (let waited = 0; waited < 200; waited++) {
    const { status } = (await api.must('GET', '/alerts/stats')) as { status: { open: number } };
    if (status.open >= count - 1) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
