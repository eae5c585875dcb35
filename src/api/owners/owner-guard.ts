import type { FastifyRequest } from 'fastify';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { HARMLESS, OWNED_ADDRESSES, type OwnedAddress, WHOLESALE } from './owned-addresses.ts';
import type { Owners } from './owners.ts';

type Members = Readonly<Record<string, unknown>>;

/** What a route has to do with objects that files may have. */
export interface RouteTouch {
  /** `item`: changes or shows one; `list`: adds to them or shows all; `wholesale`: changes all. */
  readonly how: 'item' | 'list' | 'wholesale';
  readonly address: OwnedAddress;
}

const BASE = '/api/v5';

/** Pure: which objects a route may change, or with GET shows. */
export function touchesOf(method: string, url: string): readonly RouteTouch[] {
  if (!url.startsWith(`${BASE}/`)) return [];
  const path = url.slice(BASE.length);
  const name = `${method} ${path}`;
  if (HARMLESS.has(name)) return [];
  const found: RouteTouch[] = [];
  for (const address of OWNED_ADDRESSES) {
    if (WHOLESALE[name]?.includes(address.kind)) found.push({ how: 'wholesale', address });
    else if (address.list === path && (method === 'GET' || method === 'POST'))
      found.push({ how: 'list', address });
    else if (
      address.item !== '' &&
      (path === address.item || (method !== 'GET' && path.startsWith(`${address.item}/`)))
    )
      found.push({ how: 'item', address });
  }
  return found;
}

/**
 * What a file has cannot be changed by anybody else, and every answer says which file it is: one place for all routes, so
 * that none forgets it. Costs nothing worth naming while there are no such files.
 */
export function guardOwners(app: ApiApp, owners: Owners): void {
  const known = new Map<string, readonly RouteTouch[]>();
  const touchesBy = ({ method, routeOptions: { url = '' } }: FastifyRequest): readonly RouteTouch[] => {
    const key = `${method} ${url}`;
    const remembered = known.get(key);
    if (remembered) return remembered;
    const touches = touchesOf(method, url);
    known.set(key, touches);
    return touches;
  };
  app.addHook('preHandler', async (request) => {
    if (request.method === 'GET' || request.principal?.kind === 'files') return;
    for (const { how, address } of touchesBy(request)) {
      if (how === 'wholesale') refuseAny(owners, address.kind);
      else if (how === 'item') refuse(owners, address.kind, address.idOf(request.params as Members));
      else for (const id of namedIn(request, address)) refuse(owners, address.kind, id);
    }
  });
  // What was read may be sent back.
  app.addHook('preValidation', async (request) => {
    if (request.method === 'GET' || touchesBy(request).length === 0) return;
    const { body } = request;
    if (typeof body !== 'object' || body === null || !('file' in body)) return;
    const { file: _file, ...sent } = body;
    request.body = sent;
  });
  app.addHook('preSerialization', async (request, _reply, payload) => {
    if (request.method !== 'GET') return payload;
    const touches = touchesBy(request);
    if (touches.length === 0) return payload;
    const { params } = request;
    const withInner = (row: Members): Members => {
      const inside = touches.find(({ address }) => address.inside)?.address.inside;
      const inner = inside && row[inside.member];
      if (!inside || !Array.isArray(inner)) return row;
      const marked = withFiles(inner, ({ name }) => owners.fileOf(inside.kind, String(name)));
      return { ...row, [inside.member]: marked };
    };
    return withFiles(
      payload,
      (row) => {
        const members = { ...(params as Members), ...row };
        for (const { address } of touches) {
          const file = owners.fileOf(address.kind, address.idOf(members));
          if (file !== undefined) return file;
        }
        return undefined;
      },
      withInner,
    );
  });
}

/** @throws ApiError 409 when a file has it */
export function refuse(owners: Pick<Owners, 'fileOf'>, kind: string, id: string): void {
  const file = owners.fileOf(kind, id);
  if (file === undefined) return;
  throw new ApiError(409, 'CONFLICT', `${kind}/${id} lies in the file ${file}: change it there`, {
    members: { file, message_zh: `${kind}/${id} 来自文件 ${file}：请修改该文件` },
  });
}

/** @throws ApiError 409 */
function refuseAny(owners: Owners, kind: string): void {
  const [first] = owners.of(kind);
  if (first) refuse(owners, kind, first.id);
}

/** Those that a POST to a list would make. */
function namedIn({ body, params }: FastifyRequest, address: OwnedAddress): string[] {
  const rows = Array.isArray(body) ? body : [body];
  return rows
    .filter((row): row is Members => typeof row === 'object' && row !== null)
    .map((row) => address.idOf({ ...(params as Members), ...row }));
}

/** Of an object, a list, or a page of one: each with its file, where it has one. */
function withFiles(
  payload: unknown,
  fileOf: (row: Members) => string | undefined,
  withInner: (row: Members) => Members = (row) => row,
): unknown {
  if (typeof payload !== 'object' || payload === null) return payload;
  const marked = (row: unknown): unknown => {
    if (typeof row !== 'object' || row === null) return row;
    const file = fileOf(row as Members);
    const whole = withInner(row as Members);
    return file === undefined ? whole : { ...whole, file };
  };
  if (Array.isArray(payload)) return payload.map(marked);
  const { data } = payload as { data?: unknown };
  return Array.isArray(data) ? { ...payload, data: data.map(marked) } : marked(payload);
}
