import type { AddressInfo } from 'node:net';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyReply,
  type FastifyRequest,
  type InjectOptions,
  type LightMyRequestResponse,
  LogController,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { ApiApp } from './api-app.ts';
import { ApiError, notStored } from './api-error.ts';
import { AuditRecorder } from './audit/audit-recorder.ts';
import { authenticate, authorize, checkRole } from './authentication/authentication.ts';
import { createIdentity, type Identity } from './authentication/identity.ts';
import { rights } from './authentication/rights.ts';
import { checkScope } from './authentication/scopes.ts';
import { callerOf } from './backup/backup-caller.ts';
import { backupKinds } from './backup/backups.ts';
import { KIND_SCHEMAS, KindReader } from './backup/kind-schemas.ts';
import { answerBrokenRequest } from './broken-requests.ts';
import { password, username } from './contract.ts';
import { answerUnknownPage } from './dashboard/unknown-page.ts';
import {
  BODY_LIMIT,
  ConnectionLimit,
  headLimit,
  pathParameterLimit,
  REQUEST_TIMEOUT,
  serverOptions,
} from './http-limits.ts';
import { HttpsServer, type ServerEncryption } from './https-server.ts';
import { readJsonBodies } from './json-body.ts';
import { KnownPaths } from './known-paths.ts';
import { acceptMqttUpgrades } from './mqtt-upgrade.ts';
import { describeRoutes } from './openapi.ts';
import { FileObjects } from './owners/file-objects.ts';
import { guardOwners } from './owners/owner-guard.ts';
import { Owners } from './owners/owners.ts';
import type { ApiParts } from './parts.ts';
import { answerError, answerMethodNotAllowed, answerUnknownPath } from './problems.ts';
import { refusals } from './refusals.ts';
import { requestIds, withoutBasePath } from './request-address.ts';
import { addRoutes } from './routes.ts';
import { securityHeadersFor } from './security-headers.ts';
import { validatorCompiler } from './validation.ts';

export type { ServerEncryption } from './https-server.ts';
export type { ApiParts } from './parts.ts';

export interface ApiServer {
  /** Port 0 picks a free one; the answer says which. */
  listen(host: string, port: number): Promise<{ host: string; port: number }>;
  /** The same over TLS. */
  listenSecurely(
    host: string,
    port: number,
    encryption: ServerEncryption,
  ): Promise<{ host: string; port: number }>;
  /** Answers a request without a socket. */
  inject(request: InjectOptions): Promise<LightMyRequestResponse>;
  /** Opens the way to the first administrator at `/setup?token=…`; undefined as soon as there is a user. */
  setupToken(): string | undefined;
  /** Ends open connections too. */
  close(): Promise<void>;
  /** Takes over what files of objects have. */
  readonly fileObjects: FileObjects;
}

/** The HTTP side of everything: the REST API, its description and the set-up page. */
export function createApiServer(parts: ApiParts): ApiServer {
  const identity = createIdentity(parts);
  const limit = new ConnectionLimit();
  const app = createApp(parts);
  limit.watch(app.server);
  guardRoutes(app, identity, parts.isTlsOnly === true);
  const recorder = parts.audit && new AuditRecorder({ shelf: parts.audit, clock: parts.clock });
  recorder?.attach(app);
  storeBeforeAnswers(app, parts);
  acceptMqttUpgrades(app, identity, parts);
  let secure: HttpsServer | undefined;
  app.addHook('preClose', async () => secure?.close());
  const owners = new Owners(parts.documents, (id) => parts.rules.get(id)?.file);
  guardOwners(app, owners);
  answerTheRest(app);
  describeRoutes(app, parts.version);
  addRoutes(app, parts, { identity, owners, recorder });
  if (parts.bootstrapAdmin) {
    const admin = checkedAdmin(parts.bootstrapAdmin);
    app.addHook('onReady', async () => {
      await identity.users.createFirst(admin.username, admin.password);
    });
  }

  return {
    async listen(host, port) {
      await app.listen({ host, port });
      const { address, port: bound } = app.server.address() as AddressInfo;
      return { host: address, port: bound };
    },
    async listenSecurely(host, port, encryption) {
      await app.ready();
      secure = new HttpsServer(app, encryption, { ...optionsOf(parts), limit });
      return secure.listen(host, port);
    },
    inject: (request) => app.inject(request),
    setupToken: () => (parts.bootstrapAdmin ? undefined : identity.setupToken.read()),
    close: () => app.close(),
    fileObjects: fileObjectsOf(app, { ...parts, identity, owners }),
  };
}

/** As the process itself, which no right keeps from it. */
function fileObjectsOf(
  app: ApiApp,
  parts: ApiParts & { readonly identity: Identity; readonly owners: Owners },
): FileObjects {
  const headers = { authorization: `Bearer ${parts.identity.fileToken}`, 'user-agent': 'tocsin-files' };
  const kinds = backupKinds(parts).filter(({ name }) => name in KIND_SCHEMAS);
  const rulesKind = kinds.find(({ name }) => name === 'rules');
  if (!rulesKind) throw new Error('rules are no kind of objects');
  return new FileObjects({
    owners: parts.owners,
    kinds: kinds.filter((kind) => kind !== rulesKind),
    rulesKind,
    documents: parts.documents,
    reader: new KindReader(parts),
    caller: callerOf(app, { headers, ip: '127.0.0.1' }),
    clock: parts.clock,
  });
}

/** Of the servers, with TLS and without. */
const optionsOf = ({ broker }: Pick<ApiParts, 'broker'>) => ({
  ...serverOptions,
  maxHeaderSize: headLimit(broker),
});

function createApp({ logger, broker, basePath = '', isTlsOnly = false }: ApiParts): ApiApp {
  const app: ApiApp = Fastify({
    // What it says below a warning, where it listens above all, is said better elsewhere.
    loggerInstance: logger.child({}, { level: 'warn' }) as FastifyBaseLogger,
    // Paths hold client ids and, at set-up, a token.
    logController: new LogController({ disableRequestLogging: true }),
    http: optionsOf({ broker }),
    requestTimeout: REQUEST_TIMEOUT,
    genReqId: requestIds(),
    rewriteUrl: withoutBasePath(basePath),
    bodyLimit: BODY_LIMIT,
    // 0 is none. A small machine that has much else to do at its start takes more than the ten seconds of the default.
    pluginTimeout: 0,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: pathParameterLimit(broker) },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => {
      reply.headers({ ...securityHeadersFor(request, isTlsOnly), 'x-request-id': request.id });
      answerError(error, request as FastifyRequest, reply as FastifyReply);
    },
  }).withTypeProvider<ZodTypeProvider>();
  readJsonBodies(app);
  app.setValidatorCompiler(validatorCompiler);
  // Answers are checked against their schemas by types and tests: doing it again for 10,000 clients stops the broker.
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler(answerError);
  return app;
}

/** Asks for the right of each route before its body is read, and refuses to start with a route that has none. */
function guardRoutes(app: ApiApp, identity: Identity, isTlsOnly: boolean): void {
  app.decorateRequest('principal', undefined);
  app.decorateRequest('signInFailure', undefined);
  app.addHook('onRoute', ({ method, url, schema }) => {
    for (const name of [method].flat()) {
      const right = rights[rightKey(name, url)];
      if (!right) throw new Error(`${name} ${url} has no entry in the table of rights`);
      if (schema && right !== 'open') schema.response = { ...refusals(401, 403), ...Object(schema.response) };
    }
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...securityHeadersFor(request, isTlsOnly), 'x-request-id': request.id });
    if (request.is404) return;
    const right = rights[rightKey(request.method, request.routeOptions.url ?? '')];
    if (!right) throw new Error('a route without a right was reached');
    if (right === 'open') return;
    // Known before the role is looked at: the audit log says who was refused.
    request.principal = authenticate(request, right, identity);
    checkRole(request.principal, right);
    checkScope(request.principal, request.routeOptions.url ?? '');
  });
  app.decorate('isStillAllowed', (request: FastifyRequest) => {
    const right = rights[rightKey(request.method, request.routeOptions.url ?? '')];
    if (right === undefined || right === 'open') return right === 'open';
    try {
      checkScope(authorize(request, right, identity), request.routeOptions.url ?? '');
      return true;
    } catch (error) {
      if (error instanceof ApiError) return false;
      throw error;
    }
  });
}

function storeBeforeAnswers(app: ApiApp, { beforeAnswer }: ApiParts): void {
  if (!beforeAnswer) return;
  app.addHook('onSend', async ({ method }) => {
    if (method !== 'GET' && method !== 'HEAD' && !beforeAnswer()) throw notStored();
  });
}

function rightKey(method: string, url: string): string {
  return `${method === 'HEAD' ? 'GET' : method} ${url}`;
}

function answerTheRest(app: ApiApp): void {
  const paths = new KnownPaths();
  app.addHook('onRoute', ({ method, url }) => paths.add(url, [method].flat()));
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?', 1);
    const allowed = paths.methodsOf(path);
    if (allowed.length > 0) return answerMethodNotAllowed(reply, allowed);
    return answerUnknownPage(request, reply) ?? answerUnknownPath(request, reply);
  });
}

/** @throws Error that says what is wrong with the name or password given in the configuration */
function checkedAdmin(admin: NonNullable<ApiParts['bootstrapAdmin']>): {
  username: string;
  password: string;
} {
  const name = username.safeParse(admin.username);
  const secret = password.safeParse(admin.password);
  const issue = name.error?.issues[0] ?? secret.error?.issues[0];
  if (!issue) return admin;
  throw new Error(`the first administrator's ${name.success ? 'password' : 'user name'}: ${issue.message}`);
}
