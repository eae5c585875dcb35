import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { z } from 'zod';
import { TemplatePreviews } from '../../src/alerts/door.ts';
import { type ApiParts, type ApiServer, createApiServer } from '../../src/api/server.ts';
import type { Authenticators, AuthorizationSources } from '../../src/broker/door.ts';
import { Listeners } from '../../src/broker/listeners/listeners.ts';
import { writtenFor } from '../../src/delivery/configured/channel-writing.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { Simulations } from '../../src/simulation/door.ts';
import { createAuthenticators, createAuthorization } from './access-scenario.ts';
import { openTestAlerts } from './alert-scenario.ts';
import { idleBacktests } from './backtest-scenario.ts';
import { FakeBroker } from './fake-broker.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeDocuments } from './fake-documents.ts';
import { FakeActions, FakeConnectors, noDeliveries, noSources } from './fake-resources.ts';
import { FakeRules } from './fake-rules.ts';
import { startFigures } from './figure-scenario.ts';
import { switchedOffJournal } from './journal-scenario.ts';
import { startMonitors } from './monitor-scenario.ts';
import { schemasOf } from './sql-schemas.ts';
import { newTestBroker } from './test-broker.ts';
import { idleTraces } from './trace-scenario.ts';

/** Who calls: the keys of the roles, those who signed in, or nobody. */
export type Caller =
  | 'adminKey'
  | 'viewerKey'
  | 'operatorKey'
  | 'editorKey'
  | 'publisherKey'
  | 'admin'
  | 'viewer'
  | 'nobody';

export interface Call {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
  path: string;
  who?: Caller;
  body?: unknown;
  headers?: Record<string, string>;
  address?: string;
}

export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  /** Parsed; undefined when the text is not JSON. */
  body: unknown;
}

export interface ApiScenario {
  server: ApiServer;
  broker: FakeBroker;
  authenticators: Authenticators;
  authorization: AuthorizationSources;
  connectors: FakeConnectors;
  actions: FakeActions;
  rules: FakeRules;
  clock: FakeClock;
  documents: FakeDocuments;
  call(call: Call): Promise<Answer>;
  /** `GET /clients` as text. Sends the body as JSON. */
  send(request: string, about?: Omit<Call, 'method' | 'path'>): Promise<Answer>;
  login(username: string, password: string): Promise<string>;
}

export const PASSWORD = 'correct-horse-1';
const TOKEN_LIFETIME = 60 * 60_000;

/** Simulated clients stay outside. */
const noEntrance = {
  dial: () => Promise.reject(new Error('no entrance')),
  close: () => undefined,
};

/** An API with one key per role, the administrator `admin` and, on demand, the viewer `viewer`. */
export async function startApi(t: TestContext, changes: Partial<ApiParts> = {}): Promise<ApiScenario> {
  const clock = new FakeClock();
  const parts = {
    broker: new FakeBroker(undefined, clock),
    connectors: new FakeConnectors(),
    actions: new FakeActions(),
    deliveries: noDeliveries,
    previewInbox: { page: () => ({ rows: [], count: 0, hasMore: false }), clear: () => undefined },
    deliveryFigures: { outcomes: () => [], queues: () => [], waiting: () => 0 },
    sources: noSources(clock),
    rules: new FakeRules(),
    schemas: schemasOf(),
    documents: new FakeDocuments(),
    archiveDirectory: join(tmpdir(), `tocsin-api-${process.pid}`, 'backup'),
    clock,
    authenticators: createAuthenticators(clock),
    authorization: createAuthorization(clock),
  };
  const listeners = new Listeners({
    broker: newTestBroker(clock),
    definitions: parts.documents,
    directory: join(tmpdir(), `tocsin-api-${process.pid}`),
    transport: 'stream',
  });
  t.after(() => listeners.stopAccepting());
  const opened = openTestAlerts(t, { clock }).alerts;
  const alerts = changes.alerts ?? opened;
  const server = createApiServer({
    ...parts,
    alerts,
    templatePreviews: new TemplatePreviews({
      templates: alerts.templates,
      links: opened.links,
      channels: { find: () => undefined, describe: (type, message) => writtenFor(type, undefined, message) },
      find: (id) => alerts.log.find(id),
      clock,
    }),
    listeners,
    monitors: startMonitors(t).monitors,
    figures: startFigures(t, { clock }).history,
    reports: {
      status: () => ({
        heartbeat: { sent: 3, failed: 1, withheld: 0, lastSuccessAt: 1_700_000_000_000, reason: undefined },
        morningReport: { lastDay: '2026-08-20', reason: undefined },
      }),
    },
    journal: switchedOffJournal(clock),
    backtests: idleBacktests(clock),
    browserEntrance: { isFull: true, upgrade: () => undefined },
    traces: idleTraces(parts),
    simulations: new Simulations({ broker: parts.broker, entrance: noEntrance, clock }),
    logger: silentLogger,
    version: '1.2.3',
    node: parts.broker.node,
    apiKeys: [
      { key: 'admin-key', secret: 'secret-a', role: 'administrator' },
      { key: 'viewer-key', secret: 'secret-v', role: 'viewer' },
      { key: 'operator-key', secret: 'secret-o', role: 'operator' },
      { key: 'editor-key', secret: 'secret-e', role: 'editor' },
      { key: 'publisher-key', secret: 'secret-p', role: 'publisher' },
    ],
    bootstrapAdmin: { username: 'admin', password: PASSWORD },
    tokenLifetime: TOKEN_LIFETIME,
    passwordCost: { memory: 8, passes: 1 },
    ...changes,
  });
  t.after(() => server.close());

  const tokens = new Map<Caller, string>();
  const scenario: ApiScenario = {
    server,
    ...parts,
    async call({ method, path, who = 'adminKey', body, headers = {}, address = '127.0.0.1' }) {
      const authorization = await authorizationOf(who);
      const response = await server.inject({
        method,
        url:
          path.startsWith('/api-docs') || path.startsWith('//') ? path.replace('//', '/') : `/api/v5${path}`,
        remoteAddress: address,
        headers: {
          ...(authorization && { authorization }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = response.body;
      return { status: response.statusCode, headers: response.headers, text, body: parsed(text) };
    },
    send(request, about = {}) {
      const [method, path = ''] = request.split(' ');
      return scenario.call({ ...about, method: method as Call['method'], path });
    },
    async login(username, password) {
      const { body, text } = await scenario.send('POST /login', {
        who: 'nobody',
        body: { username, password },
      });
      const { token } = body as { token?: string };
      assert.ok(token, `no token: ${text}`);
      return token;
    },
  };
  return scenario;

  async function authorizationOf(who: Caller): Promise<string | undefined> {
    if (who === 'nobody') return undefined;
    const key = {
      adminKey: 'admin-key:secret-a',
      viewerKey: 'viewer-key:secret-v',
      operatorKey: 'operator-key:secret-o',
      editorKey: 'editor-key:secret-e',
      publisherKey: 'publisher-key:secret-p',
    };
    if (who !== 'admin' && who !== 'viewer') return `Basic ${Buffer.from(key[who]).toString('base64')}`;
    const known = tokens.get(who);
    if (known) return `Bearer ${known}`;
    if (who === 'viewer') {
      const body = { username: 'viewer', password: PASSWORD, role: 'viewer' };
      await scenario.send('POST /users', { who: 'admin', body });
    }
    const token = await scenario.login(who, PASSWORD);
    tokens.set(who, token);
    return `Bearer ${token}`;
  }
}

/** One line of a table: the request, and what is to come back. */
export interface Expectation extends Omit<Call, 'method' | 'path'> {
  request: string;
  status: number;
  code?: string;
  /** The schema that the answer has to fit exactly: no member that it does not name. */
  answer?: z.ZodType;
  /** Looks at the body. */
  check?: (body: never) => void;
}

/** Sends the requests of a table in order and holds each answer against its line. */
export async function checkTable(scenario: ApiScenario, table: readonly Expectation[]): Promise<void> {
  for (const { request, status, code, answer, check, ...about } of table) {
    const got = await scenario.send(request, about);
    assert.equal(got.status, status, `${request}: ${got.text}`);
    if (code !== undefined)
      assert.equal((got.body as { code?: string }).code, code, `${request}: ${got.text}`);
    if (answer) assert.deepEqual(answer.parse(got.body), got.body, request);
    if (status === 204) assert.equal(got.text, '', request);
    check?.(got.body as never);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
