import { z } from 'zod';
import { ruleItem } from '../../broker/door.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { Nothing, pageOf, RuleOwnerPath, RuleOwnersPath, RuleOwnersQuery } from '../contract.ts';
import { pageOfRows } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Authorization'];
const BASE = '/authorization/sources/built_in_database/rules';

const rules = z.array(ruleItem).max(10_000);
const name = z.string().min(1).max(1024);
export const RulesOfAll = z.strictObject({ rules });
export const RulesOfOwner = z
  .strictObject({ username: name.optional(), clientid: name.optional(), rules })
  .meta({ id: 'AuthorizationRules', description: 'With `username` below /users, `clientid` below /clients' });
type RulesOfOwner = z.output<typeof RulesOfOwner>;

/** The rules of the built-in database: of users, of clients, and for all. */
export function authorizationRuleRoutes(
  app: ApiApp,
  { authorization }: Pick<ApiParts, 'authorization'>,
): void {
  // Before `/:owners`, of which it is none.
  app.get(
    `${BASE}/all`,
    {
      schema: { tags, summary: 'The rules for all', response: { 200: RulesOfAll, ...refusals(404) } },
    },
    () => ({ rules: [...authorization.rules.database.all] }),
  );

  app.post(
    `${BASE}/all`,
    {
      schema: {
        tags,
        summary: 'Replace the rules for all',
        body: RulesOfAll,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      const { database, maximum } = authorization.rules;
      database.replaceAll(request.body.rules, maximum);
      return reply.code(204).send();
    },
  );

  app.delete(
    `${BASE}/all`,
    {
      schema: { tags, summary: 'Delete the rules for all', response: { 204: Nothing, ...refusals(404) } },
    },
    async (_request, reply) => {
      const { database, maximum } = authorization.rules;
      database.replaceAll([], maximum);
      return reply.code(204).send();
    },
  );

  app.get(
    `${BASE}/:owners`,
    {
      schema: {
        tags,
        summary: 'The rules of users, or of clients',
        params: RuleOwnersPath,
        querystring: RuleOwnersQuery,
        response: { 200: pageOf(RulesOfOwner), ...refusals(400, 404) },
      },
    },
    (request) => {
      const { owners } = request.params;
      const { like_username, like_clientid } = request.query;
      const part = owners === 'users' ? like_username : like_clientid;
      const lists = authorization.rules.database.list(owners);
      const found = part === undefined ? lists : lists.filter((list) => list.name.includes(part));
      const page = pageOfRows(found, request.query, { uncounted: part !== undefined });
      return { ...page, data: page.data.map((list) => toAnswer(owners, list)) };
    },
  );

  app.post(
    `${BASE}/:owners`,
    {
      schema: {
        tags,
        summary: 'Add rules of users, or of clients, that have none yet; all or none',
        params: RuleOwnersPath,
        body: z.array(RulesOfOwner).max(10_000),
        response: { 204: Nothing, ...refusals(400, 404, 409) },
      },
    },
    async (request, reply) => {
      const { owners } = request.params;
      const { database, maximum } = authorization.rules;
      database.create(
        owners,
        request.body.map((body) => fromBody(owners, body)),
        maximum,
      );
      return reply.code(204).send();
    },
  );

  app.get(
    `${BASE}/:owners/:name`,
    {
      schema: {
        tags,
        summary: 'The rules of one user or client',
        params: RuleOwnerPath,
        response: { 200: RulesOfOwner, ...refusals(400, 404) },
      },
    },
    (request) => {
      const { owners, name } = request.params;
      const list = authorization.rules.database.get(owners, name);
      if (!list) throw noRules(name);
      return toAnswer(owners, list);
    },
  );

  app.put(
    `${BASE}/:owners/:name`,
    {
      schema: {
        tags,
        summary: 'Replace the rules of one user or client',
        params: RuleOwnerPath,
        body: RulesOfOwner,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      const { owners, name } = request.params;
      const { database, maximum } = authorization.rules;
      const list = fromBody(owners, request.body);
      if (list.name !== name)
        throw new ApiError(400, 'BAD_REQUEST', `the body is about ${list.name}, the path about ${name}`);
      database.replace(owners, list, maximum);
      return reply.code(204).send();
    },
  );

  app.delete(
    `${BASE}/:owners/:name`,
    {
      schema: {
        tags,
        summary: 'Delete the rules of one user or client',
        params: RuleOwnerPath,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      const { owners, name } = request.params;
      if (!authorization.rules.database.delete(owners, name)) throw noRules(name);
      return reply.code(204).send();
    },
  );

  app.delete(
    BASE,
    {
      schema: {
        tags,
        summary: 'Delete all rules of the built-in database, which has to be disabled',
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (_request, reply) => {
      const { database, isEnabled } = authorization.rules;
      if (isEnabled) throw new ApiError(400, 'BAD_REQUEST', 'disable the source built_in_database first');
      database.purge();
      return reply.code(204).send();
    },
  );
}

type Owners = z.output<typeof RuleOwnersPath>['owners'];

interface OwnedList {
  readonly name: string;
  readonly rules: readonly RulesOfOwner['rules'][number][];
}

function toAnswer(owners: Owners, list: OwnedList): RulesOfOwner {
  const found = [...list.rules];
  return owners === 'users' ? { username: list.name, rules: found } : { clientid: list.name, rules: found };
}

function fromBody(owners: Owners, { username, clientid, rules: found }: RulesOfOwner): OwnedList {
  const member = owners === 'users' ? 'username' : 'clientid';
  const owner = owners === 'users' ? username : clientid;
  if (owner === undefined) {
    const message = { kind: 'validation_error', path: member, reason: 'required_field' };
    throw new ApiError(400, 'BAD_REQUEST', JSON.stringify(message));
  }
  return { name: owner, rules: found };
}

function noRules(name: string): ApiError {
  return new ApiError(404, 'NOT_FOUND', `there are no rules of ${name}`);
}
