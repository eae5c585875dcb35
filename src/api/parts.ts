import type { Alerts, Monitors, Reports, TemplatePreviews } from '../alerts/door.ts';
import type {
  Authenticators,
  AuthorizationSources,
  Broker,
  BrowserEntrance,
  Listeners,
} from '../broker/door.ts';
import type {
  Actions,
  Connectors,
  DeliveryFigures,
  DeliveryLog,
  PreviewInbox,
  Sources,
} from '../delivery/door.ts';
import type { FigureHistory } from '../figures/door.ts';
import type { Journal } from '../journal/door.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { SpanFigures } from '../lib/spans/span-exporter.ts';
import type { Backtests, RuleEngine } from '../rules/door.ts';
import type { SchemaRegistry } from '../schemas/door.ts';
import type { Simulations } from '../simulation/door.ts';
import type { Traces } from '../trace/door.ts';
import type { AuditShelf } from './audit/audit-record.ts';
import type { BootstrapKey } from './authentication/api-keys.ts';
import type { Documents } from './authentication/documents.ts';
import type { OidcSettings } from './authentication/oidc/oidc-settings.ts';
import type { Argon2Cost } from './authentication/password-hasher.ts';
import type { SystemFacts } from './system-facts.ts';

/** Who writes an object into a file, which has it from then on. */
export interface ObjectFilesPort {
  /**
   * @param file below the folder of the configuration; undefined: one is found
   * @throws ApiError 400, 404, 409
   */
  adopt(
    kind: string,
    id: string,
    file: string | undefined,
  ): Promise<{ readonly file: string; readonly secrets: readonly string[] }>;
}

/** What the API uses of the other floors. */
export interface ApiParts {
  broker: Broker;
  authenticators: Pick<
    Authenticators,
    'list' | 'get' | 'create' | 'update' | 'delete' | 'move' | 'reorder' | 'status' | 'users'
  >;
  authorization: Pick<
    AuthorizationSources,
    | 'list'
    | 'get'
    | 'create'
    | 'update'
    | 'delete'
    | 'move'
    | 'reorder'
    | 'status'
    | 'rules'
    | 'settings'
    | 'configure'
    | 'dropCache'
  >;
  listeners: Pick<
    Listeners,
    | 'list'
    | 'get'
    | 'create'
    | 'update'
    | 'delete'
    | 'startOne'
    | 'stopOne'
    | 'restart'
    | 'reload'
    | 'certificates'
  >;
  connectors: Pick<
    Connectors,
    | 'list'
    | 'get'
    | 'create'
    | 'update'
    | 'delete'
    | 'setEnabled'
    | 'start'
    | 'probe'
    | 'test'
    | 'withAddress'
    | 'summary'
    | 'reach'
  >;
  actions: Pick<
    Actions,
    | 'list'
    | 'summary'
    | 'get'
    | 'create'
    | 'update'
    | 'delete'
    | 'setEnabled'
    | 'start'
    | 'probe'
    | 'metrics'
    | 'metricsOfConnector'
    | 'resetMetrics'
    | 'types'
    | 'requestTtl'
  >;
  deliveryFigures: Pick<DeliveryFigures, 'outcomes' | 'queues' | 'waiting'>;
  sources: Pick<
    Sources,
    | 'list'
    | 'summary'
    | 'get'
    | 'create'
    | 'update'
    | 'delete'
    | 'setEnabled'
    | 'start'
    | 'probe'
    | 'metrics'
    | 'resetMetrics'
    | 'types'
  >;
  previewInbox: Pick<PreviewInbox, 'page' | 'clear'>;
  deliveries: Pick<
    DeliveryLog,
    | 'page'
    | 'walk'
    | 'counts'
    | 'brief'
    | 'get'
    | 'follow'
    | 'resend'
    | 'recover'
    | 'recovery'
    | 'cancelRecovery'
    | 'isRecovering'
    | 'giveUp'
  >;
  rules: Pick<
    RuleEngine,
    | 'list'
    | 'expectedClients'
    | 'get'
    | 'create'
    | 'update'
    | 'delete'
    | 'metrics'
    | 'resetMetrics'
    | 'recent'
    | 'totals'
    | 'test'
    | 'testRule'
    | 'explain'
    | 'hits'
    | 'explainRule'
    | 'check'
    | 'send'
    | 'summaries'
    | 'onFileChange'
    | 'settings'
    | 'configure'
  >;
  alerts: Pick<Alerts, 'book' | 'settings' | 'log' | 'history' | 'quiet' | 'templates' | 'links' | 'linked'>;
  /** The figures of the last 30 days. */
  figures: Pick<FigureHistory, 'samples' | 'present' | 'latencies' | 'clear'>;
  /** How the heartbeat and the morning report go. */
  reports: Pick<Reports, 'status'>;
  /** Shows templates of alert messages. */
  templatePreviews: Pick<TemplatePreviews, 'show'>;
  schemas: Pick<SchemaRegistry, 'list' | 'get' | 'create' | 'update' | 'delete'>;
  journal: Pick<
    Journal,
    | 'isOn'
    | 'search'
    | 'histogram'
    | 'get'
    | 'figures'
    | 'follow'
    | 'clients'
    | 'remembered'
    | 'client'
    | 'history'
    | 'forgetClient'
  >;
  /** For the MQTT client of the dashboard. */
  browserEntrance: Pick<BrowserEntrance, 'isFull' | 'upgrade'>;
  simulations: Pick<Simulations, 'list' | 'get' | 'start' | 'delete' | 'publish'>;
  traces: Pick<Traces, 'list' | 'get' | 'create' | 'stop' | 'delete' | 'clear' | 'read' | 'follow' | 'lines'>;
  backtests: Pick<Backtests, 'start' | 'list' | 'get' | 'delete'>;
  monitors: Pick<
    Monitors,
    'list' | 'get' | 'update' | 'peers' | 'peer' | 'addPeer' | 'replacePeer' | 'deletePeer'
  >;
  /** What became of spans; undefined while traces are off. */
  spans?: { figures(): SpanFigures } | undefined;
  /** Who changed what; undefined: nobody writes it down. */
  audit?: AuditShelf | undefined;
  /** Undefined in tests that are not about it. */
  system?: SystemFacts | undefined;
  /** Where users and API keys are kept. */
  documents: Documents;
  /** Where archives of `/data/export` lie; made when the first one is. */
  archiveDirectory: string;
  /** Writes objects into files; undefined: nothing is configured in files. */
  objectFiles?: ObjectFilesPort | undefined;
  /** Files by which editors complete and check what is written, by their names. */
  jsonSchemas?: ((name: 'objects' | 'settings') => object) | undefined;
  /** Whether its disk takes what is to be stored; undefined in tests that are not about it. */
  database?: { readonly isFailing: boolean } | undefined;
  /** Called before a change is answered: it stores what the call caused, so that a 2xx means stored. False when it could not. */
  beforeAnswer?: (() => boolean) | undefined;
  clock: Clock;
  logger: Logger;
  /** Of this program. */
  version: string;
  /** `tocsin@127.0.0.1` */
  node: string;
  /** From the bootstrap file. */
  apiKeys: readonly BootstrapKey[];
  /** Below which a proxy shows the API and the dashboard, if it leaves it in the addresses of requests: `/tocsin`. */
  basePath?: string | undefined;
  /** Whether it is reached over TLS and not without. */
  isTlsOnly?: boolean | undefined;
  /** Creates the first user without the set-up page; ignored when there is any user. */
  bootstrapAdmin?: { username: string; password: string } | undefined;
  /** How people sign in by a provider of OpenID Connect; undefined: not. */
  oidc?: OidcSettings | undefined;
  /** Milliseconds that a token lives after its last use. */
  tokenLifetime: number;
  /** What a password costs to check; tests take less than the default. */
  passwordCost?: Argon2Cost | undefined;
}
