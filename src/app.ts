import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiServer } from './api/server.ts';
import type { AuthenticatorChain } from './broker/access/authentication/authentication.ts';
import type { AuthorizationChain } from './broker/access/authorization/authorization-chain.ts';
import { MqttBroker } from './broker/broker.ts';
import { LoadMonitor } from './broker/limits/overload/load-monitor.ts';
import type { ListenerView } from './broker/listeners/listener-view.ts';
import { Listeners } from './broker/listeners/listeners.ts';
import { BrokerLog } from './broker/persistence/broker-log.ts';
import { SystemTopics } from './broker/system-topics/system-topics.ts';
import { BrokerPresence } from './broker-presence.ts';
import type { BootstrapKey } from './cli/bootstrap-keys.ts';
import { configFileOf } from './cli/config-file.ts';
import type { ConfigSources } from './cli/load-config.ts';
import type { StartConfig } from './cli/start-places.ts';
import { accessPolicyOf, brokerSettingsOf, systemTopicsOf } from './config/broker-settings.ts';
import type { Config } from './config/config.ts';
import { dashboardPlaces } from './config/dashboard-places.ts';
import { EarlyEvents } from './early-events.ts';
import type { Journal } from './journal/door.ts';
import { LateApi } from './late-api.ts';
import { headStart, loadLateModules } from './late-modules.ts';
import { systemClock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';
import { refuseTakenPort } from './lib/taken-port.ts';
import type { ObjectFiles } from './object-files/object-files.ts';
import { openAccess } from './open-access.ts';
import type { OpenedRules } from './open-rules.ts';
import {
  openListeners,
  outsideOf,
  type ReadyDashboards,
  type ReadyReport,
  readyDashboards,
  readyListeners,
  siteUrl,
} from './ready-report.ts';
import { Definitions } from './store/definitions.ts';
import { Store } from './store/store.ts';
import { storedSettings } from './stored-settings.ts';

export interface RunningApp {
  readonly ready: ReadyReport;
  /** Answers a call of the API without a socket. */
  inject: ApiServer['inject'];
  /** Says good-bye to the clients, finishes what is in flight and closes everything, in less than 10 s. */
  stop(reason: string): Promise<void>;
}

export interface AppOptions {
  readonly logger: Logger;
  readonly version: string;
  readonly apiKeys: readonly BootstrapKey[];
  /** Where the configuration came from, to tell it. */
  readonly sources?: ConfigSources | undefined;
  readonly embedding?: Embedding | undefined;
}

/** What a program brings along that runs all this in its own process. */
export interface Embedding {
  /** Whether the dashboard and the API listen. Without that the API is made by the first call of `inject`. */
  readonly isServing: boolean;
  /** Asked in the place of the configured authenticators, which it may ask in turn. */
  readonly authenticators: (configured: AuthenticatorChain) => AuthenticatorChain;
  readonly rights: AuthorizationChain;
  /** Called before the first client is let in. */
  meet(broker: MqttBroker): void;
}

const clock = systemClock;

/**
 * Makes the parts and wires them: the one place that knows all of them. MQTT clients are let in as soon as everything
 * is there that could miss something of theirs; the rest is loaded while they are served. What was opened is closed
 * in reverse, also when the start fails half-way.
 * @throws ListenError, StoreError
 */
export async function startApp(start: StartConfig, options: AppOptions): Promise<RunningApp> {
  const { config } = start;
  const { logger, embedding, version } = options;
  const isServing = embedding?.isServing ?? true;
  await using cleanUp = new AsyncDisposableStack();
  const store = Store.open({
    directory: config.node.data_dir,
    durability: config.store.durability,
    logger: logger.child({ component: 'store' }),
  });
  cleanUp.defer(() => store.close());
  const definitions = new Definitions(store, clock);
  const denied = config.delivery.denied_addresses;
  if (denied.length > 0) (await import('./lib/address-rules.ts')).denyAddresses(denied);

  const access = await openAccess({ config, store, definitions, clock, logger, rights: embedding?.rights });
  cleanUp.defer(() => access.close());

  let opened: OpenedRules | undefined;
  let journal: Journal | undefined;
  // Commit, then send: what an event causes is stored before anything is acknowledged.
  const settle = () => {
    opened?.rules.drain();
    return store.commit();
  };
  const log = openLog(config, logger);
  cleanUp.defer(() => log?.close());
  const broker = new MqttBroker({
    settings: { ...brokerSettingsOf(config), ...storedSettings(definitions) },
    access: accessPolicyOf(config),
    authenticators: embedding?.authenticators(access.authenticators) ?? access.authenticators,
    banStore: definitions,
    rules: access.rules,
    clock,
    logger: logger.child({ component: 'broker' }),
    beforeFlush: settle,
    log,
  });
  cleanUp.defer(() => journal?.close());
  cleanUp.defer(() => opened?.close());
  cleanUp.defer(() => broker.stop());
  const load = new LoadMonitor({
    metrics: broker.metrics,
    memoryLimit: config.overload_protection.memory_limit,
    isTight: (part) => config.overload_protection.enable && broker.overload.isTight(part),
    report: (measured, at) => {
      if (config.overload_protection.enable) broker.overload.look(measured, at);
    },
  });
  cleanUp.defer(() => load.stop());

  const presence = new BrokerPresence(broker, config.alerts.boot_grace);
  const loadRules = async (): Promise<OpenedRules> => {
    const { openRules } = await import('./open-rules.ts');
    const configFile = configFileOf(options.sources?.file);
    opened = await openRules({
      config,
      store,
      definitions,
      broker,
      presence,
      configFile,
      version,
      clock,
      logger,
    });
    return opened;
  };
  // Rules must not miss an event. Where there are none yet, nobody waits for what they need.
  const hasFiles = config.rules.directory !== undefined || config.include.length > 0;
  if (hasFiles || definitions.list('rule').length > 0) await loadRules();
  broker.restore();
  const systemTopics = new SystemTopics(broker, { settings: systemTopicsOf(config), clock, version });
  systemTopics.start();
  cleanUp.defer(() => systemTopics.stop());
  // What is recorded begins with the first client, and what records is loaded later.
  const early = new EarlyEvents(broker.events, config.journal.enable ? config.journal.events : undefined);
  cleanUp.defer(() => early.close());
  const places = dashboardPlaces(config);
  const served = isServing ? [places.http, places.https].filter((place) => place !== undefined) : [];
  for (const place of served) await refuseTakenPort(place);
  embedding?.meet(broker);
  const listeners = new Listeners({
    broker,
    definitions,
    directory: certificateDirectory(config),
    transport: config.node.tcp_transport,
    headStart,
  });
  cleanUp.defer(() => listeners.stopAccepting());
  const certificates =
    isServing && places.https ? await readDashboardCertificates(config, logger) : undefined;
  if (certificates) listeners.watch(certificates);
  const letIn = async (): Promise<void> => {
    await listeners.start(start.listeners);
    presence.open();
  };
  // Clients are not let in before the files have said who may come in, and what is done with what they send.
  if (!hasFiles) await letIn();

  if (!embedding) await headStart();
  await loadLateModules(isServing);
  const floors = opened ?? (await loadRules());
  const { openJournal } = await import('./open-journal.ts');
  const { LostClients } = await import('./lost-clients.ts');
  journal = openJournal({ config, broker, rules: floors.rules, early, clock, logger });
  const lost = new LostClients({
    broker,
    journal,
    clock,
    logger: logger.child({ component: 'broker' }),
    knownFrom: presence.knownFrom,
  });
  cleanUp.defer(() => lost.stop());
  lost.start();
  const backtests = floors.backtestsOn(journal);
  cleanUp.defer(() => backtests.close());
  const { openSimulations, openBrowserEntrance } = await import('./open-simulations.ts');
  const browserEntrance = openBrowserEntrance(broker);
  cleanUp.defer(() => browserEntrance.close());
  const simulations = openSimulations(broker, clock);
  cleanUp.defer(() => simulations.close());
  const { openTraces } = await import('./open-traces.ts');
  const traces = openTraces({ ...floors, config, broker, definitions, clock, logger });
  cleanUp.defer(() => traces.close());
  floors.alerts.bindShortenedGraces((clientId) => simulations.graceOf(clientId));
  const { openMonitors } = await import('./open-monitors.ts');
  const monitors = openMonitors({
    ...floors,
    config,
    broker,
    listeners,
    journal,
    load,
    definitions,
    clock,
    logger,
  });
  cleanUp.defer(() => monitors.close());
  const { openFigures } = await import('./open-figures.ts');
  const figures = openFigures({ ...floors, broker, store, clock });
  cleanUp.defer(() => figures.stop());
  const { openReports } = await import('./open-reports.ts');
  const reports = openReports({ ...floors, broker, journal, store, definitions, clock, logger });
  cleanUp.defer(() => reports.stop());
  const api = new LateApi(async () => {
    const { authenticators, authorization } = await access.operations();
    const { openSystemFacts } = await import('./system-facts.ts');
    const system = await openSystemFacts({
      config,
      load,
      journal: journal,
      listeners,
      authenticators,
      sources: options.sources,
    });
    const { createApi } = await import('./open-api.ts');
    const { jsonSchemaOf: jsonSchemas } = await import('./object-files/json-schemas.ts');
    return createApi({
      jsonSchemas,
      ...options,
      ...floors,
      config,
      authenticators,
      authorization,
      broker,
      journal: journal,
      backtests,
      simulations,
      traces,
      browserEntrance,
      monitors,
      reports,
      figures,
      listeners,
      definitions,
      store,
      system,
      clock,
      settle: () => broker.settle(),
    });
  });
  cleanUp.defer(() => api.close());
  if (floors.files) {
    const { fileObjects } = await api.server();
    await openFiles({
      ...floors,
      files: floors.files,
      api: { fileObjects },
      definitions,
      broker,
      logger,
      cleanUp,
    });
    await letIn();
  }
  const names = certificates?.names ?? [];
  const listening = isServing
    ? await api.listen(config, certificates)
    : { http: undefined, https: undefined };
  const dashboards = readyDashboards(config.dashboard, listening, names);
  if (isServing) floors.alerts.links.listensAt(outsideOf(dashboards, names));
  // A listener that everybody uses is no news.
  floors.alerts.bindCommonplaces(
    (name, value) =>
      name === 'listener' &&
      listeners.list().every(({ id, currentConnections }) => id === value || currentConnections === 0),
  );
  // Not before: the start itself keeps the event loop, and nobody is to be refused for that.
  load.start();

  const running = cleanUp.move();
  return {
    ready: readyReport(
      config,
      options,
      listeners.list(),
      broker.authentication.isEnabled,
      dashboards,
      await api.setupToken(),
    ),
    inject: (request) => api.inject(request),
    stop: () => running.disposeAsync(),
  };
}

interface FileParts extends Pick<OpenedRules, 'rules'> {
  readonly files: ObjectFiles;
  readonly api: Pick<ApiServer, 'fileObjects'>;
  readonly definitions: Definitions;
  readonly broker: Pick<MqttBroker, 'alarms'>;
  readonly logger: Logger;
  readonly cleanUp: AsyncDisposableStack;
}

/** Takes over what they have, now and whenever they change. @throws RuleFileError */
async function openFiles({
  files,
  rules,
  api,
  definitions,
  broker,
  logger,
  cleanUp,
}: FileParts): Promise<void> {
  const release = (id: string) => {
    const stored = definitions.get('rule', id);
    definitions.delete('rule', id);
    return () => {
      if (stored) definitions.put('rule', id, stored.body);
    };
  };
  files.bind({ rules, objects: api.fileObjects, stored: { release } });
  await files.renew();
  const { watchFiles } = await import('./object-files/watch-files.ts');
  cleanUp.defer(watchFiles({ files, alarms: broker.alarms, logger: logger.child({ component: 'files' }) }));
}

/** In the data directory, below the lock of the database that lies there. Nothing outlives the process without one. */
function openLog({ node, store }: Config, logger: Logger): BrokerLog | undefined {
  if (node.data_dir === ':memory:') return undefined;
  return BrokerLog.inFiles({
    directory: join(node.data_dir, 'broker-log'),
    durability: store.durability,
    clock,
    logger: logger.child({ component: 'log' }),
  });
}

/** Where certificates that are given as text are kept. */
function certificateDirectory({ node }: Config): string {
  const isInMemory = node.data_dir === ':memory:';
  return join(isInMemory ? join(tmpdir(), `tocsin-${process.pid}`) : node.data_dir, 'certs');
}

/** Before anybody is let in: what cannot be used stops the start. @throws ListenerError */
async function readDashboardCertificates(config: Config, logger: Logger) {
  const { DashboardCertificates } = await import('./dashboard-certificates.ts');
  return DashboardCertificates.read({
    config,
    directory: certificateDirectory(config),
    clock,
    logger: logger.child({ component: 'api' }),
  });
}

function readyReport(
  config: Config,
  options: AppOptions,
  listeners: readonly ListenerView[],
  isAuthenticating: boolean,
  dashboards: ReadyDashboards,
  setupToken: string | undefined,
): ReadyReport {
  return {
    event: 'ready',
    listeners: readyListeners(listeners),
    ...dashboards,
    authentication: { enabled: isAuthenticating, open_listeners: openListeners(listeners) },
    node: config.node.name,
    pid: process.pid,
    version: options.version,
    setup_url: setupToken === undefined ? undefined : `${siteUrl(dashboards)}/setup?token=${setupToken}`,
  };
}
