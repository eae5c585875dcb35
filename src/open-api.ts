import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Monitors, type Reports, TemplatePreviews } from './alerts/door.ts';
import type { AuditRecord } from './api/audit/audit-record.ts';
import type { OidcSettings } from './api/authentication/oidc/oidc-settings.ts';
import { type ApiParts, type ApiServer, createApiServer, type ServerEncryption } from './api/server.ts';
import type { SystemFacts } from './api/system-facts.ts';
import type { Authenticators } from './broker/access/authentication/authenticators.ts';
import type { AuthorizationSources } from './broker/access/authorization/authorization-sources.ts';
import type { MqttBroker } from './broker/broker.ts';
import type { BrowserEntrance } from './broker/listeners/browser-entrance.ts';
import type { Listeners } from './broker/listeners/listeners.ts';
import type { ListenAddress } from './broker/listeners/listening.ts';
import type { BootstrapKey } from './cli/bootstrap-keys.ts';
import type { Config } from './config/config.ts';
import { type DashboardPlace, dashboardPlaces } from './config/dashboard-places.ts';
import type { FigureHistory } from './figures/door.ts';
import type { Journal } from './journal/door.ts';
import type { Clock } from './lib/clock.ts';
import { ListenError } from './lib/listen-error.ts';
import type { Logger } from './lib/logger.ts';
import { readReference } from './lib/secrets/read-reference.ts';
import { readReferences } from './lib/secrets/references.ts';
import type { OpenedRules } from './open-rules.ts';
import type { Backtests } from './rules/door.ts';
import type { Simulations } from './simulation/door.ts';
import { AuditTable } from './store/audit-table.ts';
import type { Definitions } from './store/definitions.ts';
import type { Store } from './store/store.ts';
import type { Traces } from './trace/door.ts';

interface ApiFloors extends OpenedRules {
  readonly config: Config;
  readonly broker: MqttBroker;
  readonly journal: Journal;
  readonly backtests: Backtests;
  readonly simulations: Simulations;
  readonly traces: Traces;
  readonly browserEntrance: BrowserEntrance;
  readonly monitors: Monitors;
  readonly reports: Reports;
  readonly figures: FigureHistory;
  readonly authenticators: Authenticators;
  readonly authorization: AuthorizationSources;
  readonly listeners: Listeners;
  readonly definitions: Definitions;
  readonly store: Store;
  readonly system: SystemFacts;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  readonly apiKeys: readonly BootstrapKey[];
  readonly jsonSchemas: ApiParts['jsonSchemas'];
  /** Stores what a call caused. */
  readonly settle: () => boolean;
}

/** The API of all floors below it, not yet listening. */
export function createApi(floors: ApiFloors): ApiServer {
  const {
    config,
    broker,
    journal,
    backtests,
    simulations,
    traces,
    browserEntrance,
    monitors,
    reports,
    figures,
    authenticators,
    authorization,
    listeners,
    delivery,
    alerts,
    rules,
    spans,
    schemas,
    definitions,
    store,
    system,
    settle,
    clock,
    logger,
    version,
    apiKeys,
  } = floors;
  const { bootstrap_username: username, bootstrap_password: password, token_expired_time } = config.dashboard;
  return createApiServer({
    broker,
    journal,
    backtests,
    simulations,
    traces,
    browserEntrance,
    monitors,
    reports,
    figures,
    authenticators,
    authorization,
    listeners,
    connectors: delivery.connectors,
    actions: delivery.actions,
    sources: delivery.sources,
    deliveries: delivery.log,
    previewInbox: delivery.previewInbox,
    deliveryFigures: delivery.figures,
    alerts,
    templatePreviews: new TemplatePreviews({
      templates: alerts.templates,
      links: alerts.links,
      channels: delivery.notices,
      find: (id) => alerts.log.find(id),
      clock,
    }),
    rules,
    spans,
    schemas,
    objectFiles: floors.files,
    jsonSchemas: floors.jsonSchemas,
    audit: auditOf(config, store, clock),
    system,
    documents: definitions,
    database: store,
    archiveDirectory: join(
      config.node.data_dir === ':memory:' ? join(tmpdir(), `tocsin-${process.pid}`) : config.node.data_dir,
      'backup',
    ),
    beforeAnswer: settle,
    clock,
    logger: logger.child({ component: 'api' }),
    version,
    node: config.node.name,
    apiKeys,
    bootstrapAdmin: password === undefined ? undefined : { username, password },
    tokenLifetime: token_expired_time,
    oidc: oidcOf(config),
    basePath: config.dashboard.base_path,
    isTlsOnly: dashboardPlaces(config).http === undefined,
  });
}

function oidcOf({ dashboard }: Config): OidcSettings | undefined {
  const { enable, issuer = '', clientid = '', secret, dashboard_addr = '', ...more } = dashboard.sso.oidc;
  if (!enable) return undefined;
  return {
    issuer,
    clientId: clientid,
    secret: () => (secret === undefined ? undefined : readReferences(secret, readReference)),
    scopes: more.scopes,
    nameClaim: more.name_var.slice(2, -1),
    roles: {
      claim: more.role_var.slice(2, -1),
      roles: more.roles,
      otherwise: more.default_role === 'none' ? undefined : more.default_role,
    },
    dashboardAddress: dashboard_addr.replace(/\/$/, ''),
    cacertfile: more.cacertfile,
  };
}

function auditOf(
  { log: { audit } }: Config,
  store: Store,
  clock: Clock,
): AuditTable<AuditRecord> | undefined {
  if (!audit.enable) return undefined;
  const { max_filter_size: maximum, retention, ignore_high_frequency_request: leavesOutFrequent } = audit;
  return new AuditTable({ store, clock, maximum, retention, leavesOutFrequent });
}

/** Where the dashboard and the API are reached really: without TLS, and with it. */
export interface ListeningDashboard {
  readonly http: ListenAddress | undefined;
  readonly https: ListenAddress | undefined;
}

/** @throws ListenError */
export async function listenApi(
  api: ApiServer,
  config: Config,
  encryption: ServerEncryption | undefined,
): Promise<ListeningDashboard> {
  const { http, https } = dashboardPlaces(config);
  return {
    http: http && (await listenAt(http, ({ host, port }) => api.listen(host, port))),
    https:
      https &&
      encryption &&
      (await listenAt(https, ({ host, port }) => api.listenSecurely(host, port, encryption))),
  };
}

async function listenAt(
  place: DashboardPlace,
  listen: (address: ListenAddress) => Promise<ListenAddress>,
): Promise<ListenAddress> {
  try {
    return await listen(place);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new ListenError({ ...place, code });
  }
}
