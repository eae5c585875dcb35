import { z } from 'zod';
import { duration, flag } from './config-fields.ts';

const events = z.strictObject({
  client_connected: flag().prefault(true).describe('Whether clients that connect are told'),
  client_disconnected: flag().prefault(true).describe('Whether clients that go are told'),
  client_subscribed: flag().prefault(false).describe('Whether new subscriptions are told'),
  client_unsubscribed: flag().prefault(false).describe('Whether subscriptions that go are told'),
});

export const sysTopics = z.strictObject({
  sys_msg_interval: duration('1s', 'infinity')
    .prefault('1m')
    .describe('How often version, statistics and counters are published below $SYS/brokers'),
  sys_heartbeat_interval: duration('1s', 'infinity')
    .prefault('30s')
    .describe('How often uptime and time are published there'),
  sys_event_messages: events.prefault({}),
});
