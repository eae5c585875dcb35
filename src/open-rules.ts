import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Alerts, declareMonitors, openAlerts } from './alerts/door.ts';
import type { MqttBroker } from './broker/broker.ts';
import { nextMessageId } from './broker/messages/message-id.ts';
import type { BrokerPresence } from './broker-presence.ts';
import type { Config } from './config/config.ts';
import { dashboardSite } from './config/dashboard-places.ts';
import { allowFolders } from './connectors/file/file-folders.ts';
import { type Delivery, openDelivery } from './delivery/door.ts';
import type { Journal } from './journal/door.ts';
import type { Clock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';
import { reachableHost } from './lib/url-host.ts';
import { reasonCodeName } from './mqtt/reason-codes.ts';
import { isValidTopicFilter, isValidTopicName, topicMatchesFilter } from './mqtt/topics.ts';
import type { ObjectFiles } from './object-files/object-files.ts';
import type { OpenedSpans } from './open-spans.ts';
import { Backtests, type CompilerSettings, RuleEngine } from './rules/door.ts';
import { readSchemaFiles, SchemaRegistry } from './schemas/door.ts';
import { RuleMemory } from './sql/door.ts';
import type { Definitions } from './store/definitions.ts';
import { sealAll } from './store/sealing.ts';
import type { Store } from './store/store.ts';

/** What follows from events: the rules that hear them, and the alerts and deliveries that rules cause. */
export interface OpenedRules {
  readonly rules: RuleEngine;
  readonly schemas: SchemaRegistry;
  readonly delivery: Delivery;
  readonly alerts: Alerts;
  /** Undefined while traces are off. */
  readonly spans: OpenedSpans | undefined;
  /** Undefined: nothing is configured in files. */
  readonly files: ObjectFiles | undefined;
  /** What tries rules on the events of a journal. */
  backtestsOn(journal: Journal): Backtests;
  /** Works off what has happened, finishes the requests in flight and leaves the rest on disk. */
  close(): Promise<void>;
}

interface RuleParts {
  readonly config: Config;
  readonly store: Store;
  readonly definitions: Definitions;
  readonly broker: MqttBroker;
  readonly presence: BrokerPresence;
  /** The file of the configuration, if there is one: from its folder files of objects are looked for. */
  readonly configFile: string | undefined;
  /** Of this program. */
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Milliseconds that requests in flight get to finish when the process stops. */
const DELIVERY_DEADLINE = 8_000;

const mqtt = { topicMatchesFilter, isValidTopicFilter, isValidTopicName, reasonCodeName };

/** Rules hear the broker from here on. @throws Error for a schema in a file that is none, RuleFileError for a rule, StoreError for a wrong key */
export async function openRules(parts: RuleParts): Promise<OpenedRules> {
  const { config, store, definitions, broker, presence, clock, logger } = parts;
  const { data_dir } = config.node;
  allowFolders(data_dir === ':memory:' ? undefined : join(data_dir, 'files'), config.delivery.file_folders);
  const { directory } = config.schema_registry;
  const schemaFiles = directory === undefined ? [] : readSchemaFiles(directory);
  const schemas = new SchemaRegistry({ definitions, files: schemaFiles });
  const host = {
    now: () => clock.now(),
    matchesTopic: topicMatchesFilter,
    random: Math.random,
    uuid: randomUUID,
    memory: new RuleMemory(),
    // A prefix keeps rule authors from reading the rest of the environment; it is EMQX's.
    environment: (name: string) => process.env[`EMQXVAR_${name}`],
    schemas,
  };
  const strictQuotes = config.rules.strict_quotes;
  const compiler = { mqtt, strictQuotes, host: { ...host, jqTimeout: () => 0 } };
  const files = await openFiles(config, parts.configFile, compiler);
  const inFiles = files?.read();
  await sealAll(store, logger.child({ component: 'store' }));
  await using cleanUp = new AsyncDisposableStack();
  const delivery = openDelivery({
    store,
    definitions,
    clock,
    logger: logger.child({ component: 'delivery' }),
    node: config.node.name,
    requestTtl: config.delivery.request_ttl,
    retention: {
      age: config.delivery.retention,
      count: config.delivery.retention_count,
      bytes: config.delivery.retention_size,
    },
  });
  await delivery.start();
  const spans = config.opentelemetry.traces.enable ? await startSpans(parts, delivery) : undefined;
  // Behind the deliveries, which end until then.
  cleanUp.defer(() => spans?.stop());
  cleanUp.defer(() => delivery.stop(DELIVERY_DEADLINE));
  const alerts = openAlerts({
    store,
    definitions,
    clock,
    logger: logger.child({ component: 'alerts' }),
    dashboard: dashboardSite(config),
    presence,
    node: config.node.name,
    alarms: broker.alarms,
    channels: delivery.notices,
    deliveryOf: (id) => delivery.log.brief(id),
    maximum: config.alerts.max_unresolved,
    retention: { age: config.alerts.retention, count: config.alerts.retention_count },
  });
  cleanUp.defer(() => alerts.stop());
  const rules = new RuleEngine({
    broker,
    actions: delivery.actions,
    outbox: delivery.outbox,
    alerts: alerts.rules,
    channels: delivery.notices,
    definitions,
    mqtt,
    host,
    strictQuotes,
    files: inFiles?.rules,
    spans: spans?.ofRules,
    clock,
    logger: logger.child({ component: 'rules' }),
  });
  delivery.actions.bindRules(rules);
  delivery.actions.fallbacks.start(rules.fallbacks);
  delivery.sources.open({
    hearing: (source) => rules.hearing(source),
    hear(source, { server, ...message }) {
      const now = clock.now();
      rules.sourceMessage(source, server, { ...message, id: nextMessageId(now), receivedAt: now });
      return broker.untilDone();
    },
  });
  cleanUp.defer(() => rules.close());
  declareMonitors(alerts.book, definitions, logger.child({ component: 'monitors' }));
  alerts.start();
  const opened = cleanUp.move();
  return {
    rules,
    schemas,
    delivery,
    alerts,
    spans,
    files,
    backtestsOn: (journal) =>
      new Backtests({
        journal,
        rules,
        actions: delivery.actions,
        host,
        compiler: { mqtt, strictQuotes },
        clock,
        alertsNow: () => ({
          pipeline: alerts.settings.get(),
          channels: delivery.notices,
          node: config.node.name,
        }),
      }),
    close: () => opened.disposeAsync(),
  };
}

/** Before the rules: nothing that they do is missed. */
async function startSpans(
  { config, version, clock, logger }: RuleParts,
  { actions, outbox }: Delivery,
): Promise<OpenedSpans> {
  const { openSpans } = await import('./open-spans.ts');
  const spans = openSpans({ config, version, outbox, clock, logger: logger.child({ component: 'spans' }) });
  actions.traced.tracer = spans.tracer;
  return spans;
}

/** Loads what reads YAML only where there is something to read. */
async function openFiles(
  config: Config,
  configFile: string | undefined,
  compiler: CompilerSettings,
): Promise<ObjectFiles | undefined> {
  const { include, rules } = config;
  if (include.length === 0 && rules.directory === undefined) return undefined;
  const { ObjectFiles: Files } = await import('./object-files/object-files.ts');
  const { placesOf } = await import('./object-files/found-files.ts');
  const places = placesOf(config, configFile);
  if (!places) return undefined;
  const { scheme, host, port } = dashboardSite(config);
  const schema = `${scheme}://${reachableHost(host)}:${port}/api/v5/json_schema/objects`;
  return new Files({ places, compiler, schema });
}
