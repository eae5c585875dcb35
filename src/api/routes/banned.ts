import { type Ban as BrokerBan, patternMatcher } from '../../broker/door.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { Ban, BanBody, BanPath, BanQuery, Nothing, pageOf } from '../contract.ts';
import { pageOfRows } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestampOfSeconds } from '../timestamps.ts';

const tags = ['Banned'];

export function bannedRoutes(app: ApiApp, { broker, clock }: Pick<ApiParts, 'broker' | 'clock'>): void {
  const { bans } = broker;

  app.get(
    '/banned',
    {
      schema: {
        tags,
        summary: 'Who is kept out; at most one filter',
        querystring: BanQuery,
        response: { 200: pageOf(Ban), ...refusals(400) },
      },
    },
    ({ query }) => {
      const filter = filterOf(query);
      const page = pageOfRows(bans.list().filter(filter?.accepts ?? (() => true)), query, {
        uncounted: filter?.isFuzzy,
      });
      return { ...page, data: page.data.map(toBan) };
    },
  );

  app.post(
    '/banned',
    {
      schema: {
        tags,
        summary: 'Keep a client id, user name, address, network or what a pattern matches out',
        body: BanBody,
        response: { 200: Ban, ...refusals(400) },
      },
    },
    ({ body }) => {
      const now = clock.now();
      if (body.until !== undefined && body.until <= now) {
        throw new ApiError(400, 'BAD_REQUEST', 'until lies in the past: name a moment to come, or infinity');
      }
      if (body.until !== undefined && body.at !== undefined && body.until <= body.at) {
        throw new ApiError(400, 'BAD_REQUEST', 'until lies before at: a ban begins before it ends');
      }
      const old = bans.get(body.as, body.who);
      if (old) throw new ApiError(400, 'ALREADY_EXISTS', JSON.stringify(toBan(old)));
      return toBan(bans.add({ ...body, at: body.at ?? now, until: body.until }));
    },
  );

  app.delete(
    '/banned',
    { schema: { tags, summary: 'Lift all bans', response: { 204: Nothing } } },
    async (_request, reply) => {
      bans.clear();
      return reply.code(204).send();
    },
  );

  app.delete(
    '/banned/:as/:who',
    {
      schema: {
        tags,
        summary: 'Lift a ban',
        params: BanPath,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async ({ params }, reply) => {
      if (!bans.delete(params.as, params.who)) {
        throw new ApiError(404, 'NOT_FOUND', `nothing bans ${params.as} ${params.who}`);
      }
      return reply.code(204).send();
    },
  );
}

interface BanFilter {
  readonly isFuzzy: boolean;
  accepts(ban: BrokerBan): boolean;
}

/** @throws ApiError 400 for two filters, AccessError for a pattern that cannot be used */
function filterOf({ page: _page, limit: _limit, ...filters }: BanQuery): BanFilter | undefined {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  const [first] = given;
  if (given.length > 1) throw new ApiError(400, 'BAD_REQUEST', 'too_many_filters');
  if (!first) return undefined;
  const [name, value = ''] = first;
  if (!name.startsWith('like_')) {
    return { isFuzzy: false, accepts: (ban) => ban.as === name && ban.who === value };
  }
  const as = name.slice('like_'.length);
  const matches = patternMatcher(value);
  return { isFuzzy: true, accepts: (ban) => ban.as === as && matches(ban.who) };
}

function toBan({ as, who, by, reason, at, until }: BrokerBan): Ban {
  return {
    as,
    who,
    by,
    reason,
    at: toTimestampOfSeconds(at),
    until: until === undefined ? 'infinity' : toTimestampOfSeconds(until),
  };
}
