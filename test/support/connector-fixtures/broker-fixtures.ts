import { randomUUID } from 'node:crypto';
import { connect as connectNats } from '@nats-io/transport-node';
import { connect as connectRabbitmq } from 'amqplib';
import { Redis } from 'ioredis';
import type { KafkaRequest } from '../../../src/connectors/kafka/kafka.ts';
import type { MqttRequest } from '../../../src/connectors/mqtt/mqtt.ts';
import type { NatsRequest } from '../../../src/connectors/nats/nats.ts';
import type { RabbitmqRequest } from '../../../src/connectors/rabbitmq/rabbitmq.ts';
import type { RedisRequest } from '../../../src/connectors/redis/redis.ts';
import { realServer } from '../real-servers.ts';
import { obliging, ScriptedMqttServer } from '../scripted-mqtt-server.ts';
import { TcpGate } from '../tcp-gate.ts';
import type { ConnectorFixture } from './connector-fixture.ts';

const kafkaServer = realServer('kafka');
const natsServer = realServer('nats');
const rabbitmqServer = realServer('rabbitmq');
const redisServer = realServer('redis');

/** The cluster names its brokers itself, so that no gate stands before them. */
const kafka: ConnectorFixture = {
  type: 'kafka_producer',
  skip: kafkaServer.skip,
  refused: [
    [{ bootstrap_hosts: 'kafka://a' }, 'bootstrap_hosts'],
    [{ bootstrap_hosts: 'a', ssl: { enable: 'yes' } }, 'ssl.enable'],
  ],
  at: (host) => ({ bootstrap_hosts: host.includes(':') ? host : `${host}:9092` }),
  async open() {
    const topic = `contract-${randomUUID()}`;
    const request: KafkaRequest = {
      topic,
      value: 'v',
      produce: { partition: 'random', compression: 'none', acks: 'all_isr', maxBytes: 1e6, refresh: 60_000 },
    };
    return {
      settings: { bootstrap_hosts: kafkaServer.url },
      request,
      secrets: [],
      arrived: () => countKafka(topic),
    };
  },
};

async function countKafka(topic: string): Promise<number> {
  const { Admin, ListOffsetTimestamps } = await import('@platformatic/kafka');
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: kafkaServer.url.split(',') });
  const partitions = [0, 1, 2, 3].map((partitionIndex) => ({
    partitionIndex,
    timestamp: ListOffsetTimestamps.LATEST,
  }));
  const [found] = await admin.listOffsets({ topics: [{ name: topic, partitions }] });
  await admin.close();
  return Number(found?.partitions.reduce((sum, { offset }) => sum + offset, 0n) ?? 0n);
}

const redis: ConnectorFixture = {
  type: 'redis',
  skip: redisServer.skip,
  refused: [
    [{ server: 'redis://a' }, 'server'],
    [{ server: 'a', database: -1 }, 'database'],
    [{ server: 'a', redis_type: 'many' }, 'redis_type'],
  ],
  at: (host) => ({ server: host }),
  async open(t) {
    const gate = await TcpGate.open(t, redisServer.url);
    const client = new Redis(redisServer.url);
    t.after(() => client.disconnect());
    const key = `contract-${randomUUID()}`;
    const request: RedisRequest = { command: ['RPUSH', key, 'v'] };
    const refused: RedisRequest = { command: ['RPUSH', `${key}-text`, 'v'] };
    await client.set(`${key}-text`, 'text');
    const { password } = new URL(redisServer.url);
    return {
      settings: { server: gate.server, password },
      request,
      secrets: [`"password":"${password}"`],
      arrived: () => client.llen(key),
      refused: () => refused,
      hang: () => gate.freeze(),
      goAway: () => gate.shut(),
      comeBack: () => gate.reopen(),
    };
  },
};

const rabbitmq: ConnectorFixture = {
  type: 'rabbitmq',
  skip: rabbitmqServer.skip,
  refused: [
    [{ server: 'amqp://a' }, 'server'],
    [{ port: 0 }, 'port'],
    [{ virtual_host: '' }, 'virtual_host'],
  ],
  at: (host) => ({ server: host }),
  async open(t) {
    const gate = await TcpGate.open(t, rabbitmqServer.url);
    const connection = await connectRabbitmq(rabbitmqServer.url);
    t.after(() => connection.close());
    const channel = await connection.createChannel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    const request: RabbitmqRequest = {
      exchange: '',
      routingKey: queue,
      payload: 'v',
      persistent: false,
      mandatory: true,
    };
    return {
      settings: { server: gate.server },
      request,
      secrets: ['guest'],
      arrived: async () => (await channel.checkQueue(queue)).messageCount,
      refused: () => ({ ...request, exchange: 'no-such-exchange' }),
      hang: () => gate.freeze(),
      goAway: () => gate.shut(),
      comeBack: () => gate.reopen(),
    };
  },
};

const nats: ConnectorFixture = {
  type: 'nats',
  skip: natsServer.skip,
  refused: [
    [{ servers: 'nats://a' }, 'servers'],
    [{ servers: 'a', username: 'u', token: 't' }, 'token'],
  ],
  at: (host) => ({ servers: host }),
  async open(t) {
    const gate = await TcpGate.open(t, natsServer.url);
    const { host, username, password } = new URL(natsServer.url);
    const connection = await connectNats({ servers: host, user: username, pass: password });
    t.after(() => connection.close());
    const name = `C${randomUUID().replaceAll('-', '')}`;
    const ask = async (what: string, body = {}) =>
      (await connection.request(`$JS.API.STREAM.${what}.${name}`, JSON.stringify(body))).json() as {
        state?: { messages: number };
      };
    const request: NatsRequest = { subject: `contract.${name}`, payload: 'v', jetstream: false };
    const limits = { storage: 'memory', max_msg_size: 100 };
    await ask('CREATE', { name, subjects: [request.subject], ...limits });
    return {
      settings: { servers: gate.server, username, password },
      request,
      secrets: [`"password":"${password}"`],
      arrived: async () => (await ask('INFO')).state?.messages ?? -1,
      refused: () => ({ ...request, jetstream: true, payload: 'x'.repeat(1000) }),
      hang: () => gate.freeze(),
      goAway: () => gate.shut(),
      comeBack: () => gate.reopen(),
    };
  },
};

const mqtt: ConnectorFixture = {
  type: 'mqtt',
  refused: [
    [{ server: 'mqtt://a' }, 'server'],
    [{ server: 'a', proto_ver: 'v6' }, 'proto_ver'],
    [{ server: 'a', pool_size: 0 }, 'pool_size'],
  ],
  at: (host) => ({ server: host }),
  async open(t) {
    const server = await ScriptedMqttServer.open(t, obliging);
    const gate = await TcpGate.open(t, `mqtt://127.0.0.1:${server.port}`);
    const request: MqttRequest = { topic: 'contract', qos: 1, retain: false, payload: 'v' };
    return {
      settings: { server: gate.server, username: 'u', password: 's3cr3t' },
      request,
      secrets: ['s3cr3t'],
      arrived: () => server.ofType('publish').length,
      hang: () => gate.freeze(),
      goAway: () => gate.shut(),
      comeBack: () => gate.reopen(),
    };
  },
};

export const brokerFixtures: readonly ConnectorFixture[] = [kafka, mqtt, nats, rabbitmq, redis];
