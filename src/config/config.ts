import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { TCP_TRANSPORTS } from '../broker/listeners/tcp-transports.ts';
import { parseDenied } from '../lib/address-rules.ts';
import { LOG_FORMATS, LOG_LEVELS } from '../lib/logger.ts';
import { access } from './access-section.ts';
import { alarm } from './alarm-section.ts';
import { alerts } from './alerts-section.ts';
import { authentication } from './authentication-section.ts';
import { authorization } from './authorization-section.ts';
import { choice, duration, file, flag, integer, list, nodeName, size } from './config-fields.ts';
import { connCongestion } from './congestion-section.ts';
import { apiKey, dashboard } from './dashboard-section.ts';
import { delayed } from './delayed-section.ts';
import { flappingDetect } from './flapping-section.ts';
import { journal } from './journal-section.ts';
import { listeners } from './listeners-section.ts';
import { mqtt } from './mqtt-section.ts';
import { opentelemetry } from './opentelemetry-section.ts';
import { overloadProtection } from './overload-section.ts';
import { retainer } from './retainer-section.ts';
import { schemaRegistry } from './schema-registry-section.ts';
import { sysTopics } from './sys-topics-section.ts';
import { autoSubscribe, rewrite } from './topic-sections.ts';

const node = z.strictObject({
  name: nodeName().prefault('tocsin@127.0.0.1').describe('Name of this node, as events and the API show it'),
  data_dir: file().prefault('./data').describe('Directory of the database; created when it does not exist'),
  tcp_transport: choice(TCP_TRANSPORTS)
    .prefault('auto')
    .describe(
      'On what MQTT connections over plain TCP run. auto: bare handles of Node.js, cheaper in CPU and memory, if they pass their test at the start; stream: its sockets',
    ),
});

const audit = z.strictObject({
  enable: flag().prefault(true).describe('Whether it is written down who changed what through the API'),
  max_filter_size: integer(10, 1_000_000)
    .prefault(20_000)
    .describe('Records that are kept and can be looked at; the oldest go first'),
  retention: duration('1h', '3650d').prefault('90d').describe('How long records can be looked at'),
  ignore_high_frequency_request: flag()
    .prefault(true)
    .describe('Whether calls that programs make all the time are left out: publish, subscribe, kick in bulk'),
});

const log = z.strictObject({
  level: choice(LOG_LEVELS).prefault('info').describe('The least serious level that is logged'),
  format: choice(LOG_FORMATS)
    .prefault('auto')
    .describe(
      'human: lines for people; json: one JSON object per line; auto: human on a terminal, else json',
    ),
  audit: audit.prefault({}),
});

const store = z.strictObject({
  durability: choice(['normal', 'full'])
    .prefault('normal')
    .describe(
      'normal: survives a killed process; full: also a power cut, at the price of a disk sync per commit',
    ),
});

const rules = z.strictObject({
  directory: file()
    .optional()
    .describe(
      'Folder of rules that lie in YAML files, with all below it, read at the start and at each change; a file that is wrong refuses the start, and later changes nothing',
    ),
  strict_quotes: flag()
    .prefault(false)
    .describe(
      'Whether a word in double quotes is always a name; else a comparison takes it as text when nothing is named so',
    ),
});

const deniedAddress = z.string().refine((text) => parseDenied(text) !== undefined, {
  error: 'write an address (10.0.0.1), a network (10.0.0.0/8) or a host name (corp.example)',
});

const absolutePath = z.string().max(4096).refine(isAbsolute, { error: 'write an absolute path' });

const delivery = z.strictObject({
  request_ttl: duration('1s', 'infinity')
    .prefault('24h')
    .describe('How long a delivery is tried, for actions that do not say it themselves'),
  retention: duration('1m', '3650d').prefault('7d').describe('How long finished deliveries can be looked at'),
  retention_count: integer(100, 10_000_000)
    .prefault(100_000)
    .describe('Finished deliveries that can be looked at; the oldest go first'),
  retention_size: size('1MB', '64GB')
    .prefault('256MB')
    .describe('Bytes of the requests of finished deliveries together'),
  denied_addresses: list(deniedAddress, 1000)
    .prefault([])
    .describe(
      'Where no request may go, for all connectors: addresses, networks such as 10.0.0.0/8, hosts such as corp.example with all below them; link-local and cloud metadata addresses are refused in any case',
    ),
  file_folders: list(absolutePath, 100)
    .prefault([])
    .describe(
      'Folders in which connectors of type file may write, with all below them; `files/` of the data directory is always allowed',
    ),
});

/** Texts such as `rules/*.yaml`. */
const include = list(z.string().min(1).max(4096), 100)
  .prefault([])
  .describe(
    'Files of objects (connectors, actions, rules, silences, users …): patterns such as rules/*.yaml, from the folder of the configuration file; a folder stands for all below it. Read at the start and at each change',
  );

/** Everything that can be set in a file, by environment variables or by flags, with its default and limits. */
export const configSchema = z.strictObject({
  include,
  node: node.prefault({}),
  log: log.prefault({}),
  store: store.prefault({}),
  listeners: listeners.prefault({}),
  dashboard: dashboard.prefault({}),
  api_key: apiKey.prefault({}),
  mqtt: mqtt.prefault({}),
  retainer: retainer.prefault({}),
  delayed: delayed.prefault({}),
  rewrite,
  auto_subscribe: autoSubscribe.prefault({}),
  sys_topics: sysTopics.prefault({}),
  alarm: alarm.prefault({}),
  overload_protection: overloadProtection.prefault({}),
  conn_congestion: connCongestion.prefault({}),
  access: access.prefault({}),
  authentication,
  flapping_detect: flappingDetect.prefault({}),
  authorization: authorization.prefault({}),
  journal: journal.prefault({}),
  rules: rules.prefault({}),
  schema_registry: schemaRegistry.prefault({}),
  opentelemetry: opentelemetry.prefault({}),
  delivery: delivery.prefault({}),
  alerts: alerts.prefault({}),
});

/** As the program reads it: durations in milliseconds, sizes in bytes, `infinity` as `Infinity`. */
export type Config = z.output<typeof configSchema>;
