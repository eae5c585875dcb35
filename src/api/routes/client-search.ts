import type { RememberedClients } from '../../journal/door.ts';
import type { Steps } from '../../lib/steps.ts';
import type { ApiApp } from '../api-app.ts';
import { notStored } from '../api-error.ts';
import { Candidate } from '../client-search/candidate.ts';
import { type ClientSearchQuery as Parsed, parseClientQuery } from '../client-search/client-query.ts';
import { toClientRow } from '../client-search/client-row.ts';
import { cursorAt, placeOf } from '../client-search/cursor.ts';
import { eachNeverSeen } from '../client-search/never-seen.ts';
import { parseFor } from '../client-search/parse-for.ts';
import { remembering } from '../client-search/remembering.ts';
import { matchingClients, searchClients } from '../client-search/search-clients.ts';
import type { SortName } from '../client-search/top-rows.ts';
import {
  type ClientRow,
  ClientRows,
  ClientRowsBody,
  ClientSearchQuery,
  FoundClients,
  Kicked,
  KickFoundBody,
} from '../contract.ts';
import { finishInSlices, inSlices } from '../in-slices.ts';
import { sendJsonText } from '../json-text.ts';
import { listJson } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Clients'];

/** One search over what is connected, kept and remembered, for lists that answer while somebody types. */
export function clientSearchRoutes(
  app: ApiApp,
  parts: Pick<ApiParts, 'broker' | 'journal' | 'clock' | 'rules'> & {
    readonly remembered: RememberedClients;
  },
): void {
  const { broker, journal, clock, rules, remembered } = parts;
  const clients = { broker, remembered, rules };

  app.get(
    '/client_search',
    {
      schema: {
        tags,
        summary: 'Clients that are connected, kept or remembered, by words; with counts',
        querystring: ClientSearchQuery,
        response: { 200: FoundClients, ...refusals(400, 503) },
      },
    },
    async ({ query, headers }, reply) => {
      const parsed = parse(query.q, headers['accept-language']);
      const remembers = await remembering(remembered, journal);
      return sendJsonText(reply, await finishInSlices(list(query, parsed, remembers)));
    },
  );

  app.post(
    '/client_search/rows',
    {
      schema: {
        tags,
        summary: 'The same of some clients, by their ids; those that are not known are left out',
        body: ClientRowsBody,
        response: { 200: ClientRows, ...refusals(400, 503) },
      },
    },
    async ({ body, headers }) => {
      const query = parse(body.q, headers['accept-language']);
      await remembering(remembered, journal);
      const candidate = newCandidate();
      const data: ClientRow[] = [];
      const unknown = new Set<string>();
      await inSlices(body.ids, (id) => {
        const [session, record] = [broker.facts(id), remembered.get(id)];
        if (!session && !record) unknown.add(id);
        else if (query.accepts(candidate.become(session, record))) data.push(toClientRow(candidate));
      });
      if (unknown.size === 0) return { data };
      const take = (id: string, rule: string): void => {
        if (query.accepts(candidate.becomeNeverSeen(id, rule))) data.push(toClientRow(candidate));
      };
      await finishInSlices(eachNeverSeen(clients, take, unknown));
      return { data };
    },
  );

  app.post(
    '/client_search/kick',
    {
      schema: {
        tags,
        summary: 'End connection and session of all that fit; `dry_run` counts them',
        body: KickFoundBody,
        response: { 200: Kicked, ...refusals(400, 503) },
      },
    },
    async ({ body, headers }) => {
      const query = parse(body.q, headers['accept-language']);
      await remembering(remembered, journal);
      const found = await finishInSlices(
        matchingClients(clients, { query, tab: body.state, now: clock.now() }),
      );
      const result = { count: found.length, online: found.filter(({ isConnected }) => isConnected).length };
      if (body.dry_run) return result;
      if (broker.isFailing) throw notStored();
      await inSlices(found, ({ clientId }) => broker.kick(clientId, body.reason_string));
      return result;
    },
  );

  function* list(query: ClientSearchQuery, parsed: Parsed, remembers: boolean): Steps<Buffer> {
    const { sort, cursor, limit, state: tab } = query;
    const order = { name: sort.replace(/^-/, '') as SortName, isDescending: sort.startsWith('-') };
    const { rows, counts, nearest } = yield* searchClients(clients, {
      query: parsed,
      tab,
      order,
      after: placeOf(cursor),
      limit,
      now: clock.now(),
    });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const meta: FoundClients['meta'] = {
      count: counts[tab] ?? 0,
      counts,
      ...(last && rows.length > limit && { cursor: cursorAt(last) }),
      ...(nearest.length > 0 && { nearest: [...nearest] }),
      remembers,
    };
    const candidate = newCandidate();
    const toRow = ({ clientId, session, record, expectedBy }: (typeof shown)[number]) =>
      toClientRow(
        expectedBy === undefined
          ? candidate.become(session, record)
          : candidate.becomeNeverSeen(clientId, expectedBy),
      );
    return yield* listJson(shown, toRow, meta);
  }

  function newCandidate(): Candidate {
    return new Candidate(clock.now(), (who) => broker.bans.find(who));
  }
}

/** @throws ApiError 400 with the place of the word that is not understood */
function parse(q: string, acceptLanguage: string | undefined): Parsed {
  return parseFor(acceptLanguage, (texts) => parseClientQuery(q, texts));
}
