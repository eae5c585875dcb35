/** Where the figures of monitors come from: the floors that the alerts do not know, read by whoever opens them. */
export interface MonitorSources {
  /** Connected clients, and how many the settings and the system allow. */
  connections(): { readonly count: number; readonly maximum: number };
  /** Counters that only grow, from zero on with each start. */
  counters(): MonitorCounters;
  /** Milliseconds by which the event loop came late at the last look. */
  loopDelay(): number;
  /** Percent, since the last call. */
  cpu(): { readonly machine: number; readonly process: number };
  /** Percent. */
  memory(): { readonly machine: number; readonly process: number };
  /** Bytes; undefined while they are not known, or nothing is kept on a disk. */
  disk(): { readonly free: number; readonly total: number } | undefined;
  certificates(): readonly CertificateFigure[];
  /** Those that are switched on. */
  connectors(): Iterable<ConnectorFigure>;
  /** Deliveries that are not finished, and the connector that most of them are for. */
  outbox(): { readonly count: number; readonly top: string | undefined };
  waitingFor(connector: string): number;
  /** Events that wait to be recorded, and those that were lost since the start. */
  journal(): { readonly waiting: number; readonly lost: number };
  /** Read together, in milliseconds: the time, and a clock that nobody sets. */
  clocks(): { readonly wall: number; readonly monotonic: number };
  /** Tells of each, until the answer is called. */
  hear(what: Misdeed, listener: (culprit: Culprit) => void): () => void;
}

export interface MonitorCounters {
  /** Received and sent. */
  readonly bytes: number;
  /** Received and sent. */
  readonly messages: number;
  readonly failedLogins: number;
  readonly denials: number;
  /** By reason. */
  readonly dropped: Readonly<Record<string, number>>;
}

export interface CertificateFigure {
  /** `ssl:default` */
  readonly listener: string;
  /** The name in it that people know it by. */
  readonly name: string;
  readonly fingerprint: string;
  /** Unix milliseconds. */
  readonly notAfter: number;
}

export interface ConnectorFigure {
  /** `http:ops` */
  readonly id: string;
  /** Undefined while it is looked at for the first time. */
  readonly isUp: boolean | undefined;
  /** Why it is not, with the last error. */
  readonly reason: string | undefined;
}

export type Misdeed = 'failed_login' | 'denial' | 'protocol_error' | 'drop';

export interface Culprit {
  /** An address for logins and protocol errors, else a client id. */
  readonly who: string;
  readonly reason: string;
}
