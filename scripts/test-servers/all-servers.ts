import { influxdb } from './influxdb.ts';
import { kafka } from './kafka.ts';
import { mariadb } from './mariadb.ts';
import { mosquitto } from './mosquitto.ts';
import { nats } from './nats.ts';
import { postgres } from './postgres.ts';
import { rabbitmq } from './rabbitmq.ts';
import { redis } from './redis.ts';
import type { TestServer } from './test-server.ts';

export const allServers: readonly TestServer[] = [
  // The slowest first.
  rabbitmq,
  mariadb,
  postgres,
  influxdb,
  kafka,
  redis,
  nats,
  mosquitto,
];
