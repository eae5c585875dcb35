import { type ApiServer, createApiServer } from './api/server.ts';
import { MqttBroker } from './broker/broker.ts';
import type { Listener } from './broker/listeners/listener.ts';
import { listenTcp } from './broker/listeners/tcp-listener.ts';
import { listenWebSocket } from './broker/listeners/websocket-listener.ts';
import type { BootstrapKey } from './cli/bootstrap-keys.ts';
import { accessPolicyOf, brokerSettingsOf } from './config/broker-settings.ts';
import type { Config } from './config/config.ts';
import { type Delivery, openDelivery } from './delivery/door.ts';
import { systemClock } from './lib/clock.ts';
import { ListenError } from './lib/listen-error.ts';
import type { Logger } from './lib/logger.ts';
import { reachableHost } from './lib/url-host.ts';
import { reasonCodeName } from './mqtt/reason-codes.ts';
import { isValidTopicFilter, isValidTopicName, topicMatchesFilter } from './mqtt/topics.ts';
import type { ReadyReport } from './ready-report.ts';
import { RuleEngine } from './rules/door.ts';
import type { SqlHost } from './sql/door.ts';
import { Definitions } from './store/definitions.ts';
import { Store } from './store/store.ts';

export interface RunningApp {
  readonly ready: ReadyReport;
  /** Says good-bye to the clients, finishes what is in flight and closes everything, in less than 10 s. */
  stop(reason: string): Promise<void>;
}

export interface AppOptions {
  readonly logger: Logger;
  readonly version: string;
  readonly apiKeys: readonly BootstrapKey[];
}

/** Milliseconds that requests in flight get to finish when the process stops. */
const DELIVERY_DEADLINE = 8_000;

const clock = systemClock;
const mqtt = { topicMatchesFilter, isValidTopicFilter, isValidTopicName, reasonCodeName };
const sqlHost: SqlHost = {
  now: () => clock.now(),
  matchesTopic: topicMatchesFilter,
  random: Math.random,
  // A prefix keeps rule authors from reading the rest of the environment; it is EMQX's.
  environment: (name) => process.env[`EMQXVAR_${name}`],
};

/**
 * Makes the parts and wires them: the one place that knows all of them. What was opened is closed in reverse,
 * also when the start fails half-way.
 * @throws ListenError, StoreError
 */
export async function startApp(config: Config, options: AppOptions): Promise<RunningApp> {
  const { logger } = options;
  await using cleanUp = new AsyncDisposableStack();

  const store = Store.open({
    directory: config.node.data_dir,
    durability: config.store.durability,
    logger: logger.child({ component: 'store' }),
  });
  cleanUp.defer(() => store.close());
  const definitions = new Definitions(store, clock);

  const delivery = openDelivery({
    store,
    definitions,
    clock,
    logger: logger.child({ component: 'delivery' }),
    node: config.node.name,
    requestTtl: config.delivery.request_ttl,
    retention: config.delivery.retention,
  });
  await delivery.start();
  cleanUp.defer(() => delivery.stop(DELIVERY_DEADLINE));

  // Commit, then send: what an event causes is stored before anything is acknowledged.
  const settle = () => {
    rules.drain();
    store.commit();
  };
  const broker = new MqttBroker({
    settings: brokerSettingsOf(config),
    access: accessPolicyOf(config),
    clock,
    logger: logger.child({ component: 'broker' }),
    beforeFlush: settle,
  });
  const rules: RuleEngine = new RuleEngine({
    broker,
    actions: delivery.actions,
    outbox: delivery.outbox,
    definitions,
    mqtt,
    host: sqlHost,
    strictQuotes: config.rules.strict_quotes,
    clock,
    logger: logger.child({ component: 'rules' }),
  });
  delivery.actions.bindRules(rules);
  cleanUp.defer(() => rules.close());
  cleanUp.defer(() => broker.stop());

  const api = createApi(config, options, { broker, delivery, rules, definitions, settle });
  cleanUp.defer(() => api.close());
  const dashboard = await listenApi(api, config);
  const listeners = await listenMqtt(broker, config);
  cleanUp.defer(() => {
    for (const listener of listeners) listener.stopAccepting();
  });

  const opened = cleanUp.move();
  return {
    ready: readyReport(config, options, listeners, dashboard, api.setupToken()),
    stop: () => opened.disposeAsync(),
  };
}

interface ApiFloors {
  broker: MqttBroker;
  delivery: Delivery;
  rules: RuleEngine;
  definitions: Definitions;
  settle: () => void;
}

function createApi(config: Config, options: AppOptions, floors: ApiFloors): ApiServer {
  const { bootstrap_username: username, bootstrap_password: password, token_expired_time } = config.dashboard;
  const { broker, delivery, rules, definitions, settle } = floors;
  return createApiServer({
    broker,
    connectors: delivery.connectors,
    actions: delivery.actions,
    rules,
    documents: definitions,
    beforeAnswer: settle,
    clock,
    logger: options.logger.child({ component: 'api' }),
    version: options.version,
    node: config.node.name,
    apiKeys: options.apiKeys,
    bootstrapAdmin: password === undefined ? undefined : { username, password },
    tokenLifetime: token_expired_time,
  });
}

async function listenApi(api: ApiServer, config: Config): Promise<{ host: string; port: number }> {
  const { host, port } = config.dashboard;
  try {
    return await api.listen(host, port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new ListenError({ setting: 'dashboard.port', host, port, code });
  }
}

async function listenMqtt(broker: MqttBroker, config: Config): Promise<Listener[]> {
  const { tcp, ws } = config.listeners;
  const listeners: Listener[] = [];
  try {
    if (tcp.enable)
      listeners.push(await listenTcp(broker, { ...tcp, maximumConnections: tcp.max_connections }));
    if (ws.enable) {
      const options = { ...ws, maximumConnections: ws.max_connections };
      listeners.push(await listenWebSocket(broker, options, ws.path));
    }
    return listeners;
  } catch (error) {
    for (const listener of listeners) listener.stopAccepting();
    throw error;
  }
}

function readyReport(
  config: Config,
  options: AppOptions,
  listeners: readonly Listener[],
  dashboard: { host: string; port: number },
  setupToken: string | undefined,
): ReadyReport {
  const address = (id: string) => listeners.find((listener) => listener.id === id)?.address;
  const ws = address('ws:default');
  return {
    event: 'ready',
    listeners: { tcp: address('tcp:default'), ws: ws && { ...ws, path: config.listeners.ws.path } },
    dashboard,
    node: config.node.name,
    pid: process.pid,
    version: options.version,
    setup_url:
      setupToken === undefined
        ? undefined
        : `http://${reachableHost(dashboard.host)}:${dashboard.port}/setup?token=${setupToken}`,
  };
}
