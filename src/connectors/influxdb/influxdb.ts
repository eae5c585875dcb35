import { z } from 'zod';
import { redact } from '../../lib/secrets.ts';
import { mistakeInServer } from '../../lib/server-address.ts';
import { type ConnectorHandle, defineConnector, type Parcel, type ProbeResult } from '../connector.ts';
import { settleRows } from '../databases/settle-rows.ts';
import { failureOf, HttpClient } from '../http/http-client.ts';
import { outboundMembers } from '../http/outbound-settings.ts';
import { excerptOf, type Outcome } from '../outcome.ts';
import { judgeInfluxdb } from './influxdb-verdict.ts';

const DEFAULT_PORT = 8086;

const version1 = z.strictObject({
  influxdb_type: z.literal('influxdb_api_v1'),
  database: z.string().min(1),
  username: z.string().optional(),
  password: z.string().optional(),
});

const version2 = z.strictObject({
  influxdb_type: z.literal('influxdb_api_v2'),
  bucket: z.string().min(1),
  org: z.string().min(1),
  token: z.string().min(1),
});

const settings = z.strictObject({
  server: z
    .string()
    .superRefine((text, context) => {
      const mistake = mistakeInServer(withoutScheme(text), DEFAULT_PORT);
      if (mistake) context.addIssue({ code: 'custom', message: mistake });
    })
    .default(`127.0.0.1:${DEFAULT_PORT}`)
    .meta({ description: 'host:port, with https:// before it or `ssl.enable` for TLS.' }),
  parameters: z.discriminatedUnion('influxdb_type', [version1, version2]),
  ...outboundMembers,
});

type InfluxdbSettings = z.output<typeof settings>;

/** The lines of one row. JSON-compatible. */
export interface InfluxdbRequest {
  readonly precision: Precision;
  readonly lines: readonly string[];
  /** Why the row makes no line: what was to be an integer is none, say. */
  readonly mistake?: string | undefined;
}

export type Precision = 'ns' | 'us' | 'ms' | 's';

/** InfluxDB by line protocol over HTTP. */
export const influxdb = defineConnector<typeof settings, InfluxdbRequest>({
  type: 'influxdb',
  aliases: ['influx'],
  settings,
  async open(all) {
    return new InfluxdbHandle(await HttpClient.open(all), all);
  },
  describe(all, { precision, lines }) {
    return {
      method: 'POST',
      url: originOf(all) + pathOf(all, precision),
      headers: redact(headersOf(all)),
      body: lines.join('\n'),
    };
  },
});

function withoutScheme(server: string): string {
  return server.replace(/^https?:\/\//i, '').replace(/\/$/, '');
}

function originOf({ server, ssl }: InfluxdbSettings): string {
  const scheme = ssl.enable || /^https:/i.test(server) ? 'https' : 'http';
  const url = new URL(`${scheme}://${withoutScheme(server)}`);
  const hasPort = /:\d+$/.test(withoutScheme(server));
  if (!hasPort) url.port = String(DEFAULT_PORT);
  return url.origin;
}

function pathOf({ parameters }: InfluxdbSettings, precision: Precision): string {
  if (parameters.influxdb_type === 'influxdb_api_v2') {
    const query = new URLSearchParams({ org: parameters.org, bucket: parameters.bucket, precision });
    return `/api/v2/write?${query}`;
  }
  // Version 1 knows microseconds and nanoseconds by one letter.
  const short = { ns: 'n', us: 'u', ms: 'ms', s: 's' }[precision];
  return `/write?${new URLSearchParams({ db: parameters.database, precision: short })}`;
}

function headersOf({ parameters }: InfluxdbSettings): Record<string, string> {
  const headers = { 'user-agent': 'tocsin', 'content-type': 'text/plain; charset=utf-8' };
  if (parameters.influxdb_type === 'influxdb_api_v2') {
    return { ...headers, authorization: `Token ${parameters.token}` };
  }
  const { username, password = '' } = parameters;
  if (username === undefined) return headers;
  return {
    ...headers,
    authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
  };
}

class InfluxdbHandle implements ConnectorHandle<InfluxdbRequest> {
  readonly concurrency: number;
  readonly #client: HttpClient;
  readonly #settings: InfluxdbSettings;
  readonly #origin: string;
  readonly #headers: readonly (readonly [string, string])[];

  constructor(client: HttpClient, all: InfluxdbSettings) {
    this.#client = client;
    this.#settings = all;
    this.concurrency = all.pool_size;
    this.#origin = originOf(all);
    this.#headers = Object.entries(headersOf(all));
  }

  async send(parcel: Parcel<InfluxdbRequest>, signal: AbortSignal): Promise<Outcome> {
    const [outcome] = await this.sendBatch([parcel], signal);
    return outcome as Outcome;
  }

  /** In one request; a point that is written again replaces itself, so that parts of a batch can be repeated. */
  async sendBatch(parcels: readonly Parcel<InfluxdbRequest>[], signal: AbortSignal): Promise<Outcome[]> {
    const outcomes: Outcome[] = parcels.map(({ request }) => ({
      kind: 'rejected',
      cause: 'message',
      reason: request.mistake ?? 'the row makes no line',
      answer: { status: 0, excerpt: excerptOf(request.lines.join('\n')) },
    }));
    for (const precision of new Set(parcels.map(({ request }) => request.precision))) {
      const chosen = [...parcels.keys()].filter((index) => {
        const request = parcels[index]?.request;
        return request?.precision === precision && request.mistake === undefined && request.lines.length > 0;
      });
      const lines = chosen.map((index) => (parcels[index]?.request.lines ?? []).join('\n'));
      const answers: Outcome[] = [];
      const failures = await settleRows(chosen.length, async (start, end) => {
        const outcome = await this.#post(precision, lines.slice(start, end).join('\n'), signal);
        if (outcome.kind !== 'delivered') return { outcome };
        answers.length = start;
        while (answers.length < end) answers.push(outcome);
        return undefined;
      });
      chosen.forEach((index, position) => {
        outcomes[index] = failures[position] ?? (answers[position] as Outcome);
      });
    }
    return outcomes;
  }

  /** A write of nothing: it is refused like any other by who lets nobody in or lacks the database. */
  async probe(signal: AbortSignal): Promise<ProbeResult> {
    const outcome = await this.#post('ms', '', signal);
    // Version 2 says that there are no points when all else is well.
    if (outcome.kind === 'delivered' || (outcome.kind === 'rejected' && outcome.answer?.status === 400)) {
      return { reachable: true };
    }
    return { reachable: false, reason: outcome.reason };
  }

  drain(): Promise<void> {
    return this.#client.drain();
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #post(precision: Precision, body: string, signal: AbortSignal): Promise<Outcome> {
    try {
      const path = pathOf(this.#settings, precision);
      const request = { method: 'POST', origin: this.#origin, path, headers: this.#headers, body } as const;
      return judgeInfluxdb(await this.#client.request(request, signal));
    } catch (error) {
      return failureOf(error, new URL(this.#origin).host, signal);
    }
  }
}
