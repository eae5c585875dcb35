import type { EmbeddedBroker } from './broker-handle.ts';
import type { BrokerOptions } from './broker-options.ts';
import type { OwnConnector } from './own-connector.ts';

export interface TocsinOptions extends BrokerOptions {
  /** Port of the dashboard and the REST API, 0 for a free one; absent: they do not listen, and `api` works all the same. */
  readonly dashboardPort?: number | undefined;
  /** Everything is kept here: rules, alerts, deliveries too. When absent nothing outlives it. */
  readonly dataDirectory?: string | undefined;
  /** Made by `defineConnector`. Their types are known to every Tocsin of this process from then on. */
  readonly connectors?: readonly OwnConnector[] | undefined;
}

/**
 * Calls the REST API with the rights of an administrator, without a socket. A path begins below `/api/v5`: `/rules`.
 * @throws ApiCallError when the answer is a refusal
 */
export interface ApiCalls {
  get<Answer = unknown>(path: string): Promise<Answer>;
  post<Answer = unknown>(path: string, body?: unknown): Promise<Answer>;
  put<Answer = unknown>(path: string, body?: unknown): Promise<Answer>;
  delete(path: string): Promise<void>;
}

/** Broker, rules, alerts, deliveries and API in this process. `await using` stops them. */
export interface Tocsin extends EmbeddedBroker {
  readonly api: ApiCalls;
  /** `http://127.0.0.1:PORT`, or https where `settings` have a certificate for it; undefined when the dashboard does not listen. */
  readonly dashboardUrl: string | undefined;
}

/** The API refused a call. */
export class ApiCallError extends Error {
  override readonly name = 'ApiCallError';
  /** HTTP status. */
  readonly status: number;
  /** `BAD_REQUEST`, `NOT_FOUND`, … */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
