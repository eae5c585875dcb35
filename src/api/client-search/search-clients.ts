import type { Broker, ClientFacts } from '../../broker/door.ts';
import type { RememberedClients } from '../../journal/door.ts';
import type { Steps } from '../../lib/steps.ts';
import type { RuleEngine } from '../../rules/door.ts';
import { Candidate } from './candidate.ts';
import { type ClientSearchQuery, FLAPPING_FROM, type Test } from './client-query.ts';
import { Nearest } from './nearness.ts';
import { eachNeverSeen } from './never-seen.ts';
import { type FoundClient, type Place, type RowOrder, TopRows } from './top-rows.ts';

export interface ClientCounts {
  all: number;
  online: number;
  /** Not online: kept ones and those that are gone. */
  offline: number;
  /** Of the offline ones those without a session. */
  gone: number;
  flapping: number;
  /** Undefined where no rule expects anybody. */
  never_seen: number | undefined;
}

export type Tab = Exclude<keyof ClientCounts, 'gone'>;

export interface SearchRequest {
  readonly query: ClientSearchQuery;
  readonly tab: Tab;
  readonly order: RowOrder;
  readonly after: Place | undefined;
  readonly limit: number;
  readonly now: number;
}

export interface FoundClients {
  /** One more than the limit when there are more. */
  readonly rows: FoundClient[];
  readonly counts: ClientCounts;
  /** Client ids that are nearly what was searched for, when nothing is. */
  readonly nearest: readonly string[];
}

export type ClientParts = {
  readonly broker: Pick<Broker, 'clients' | 'facts' | 'bans'>;
  readonly remembered: RememberedClients;
  readonly rules: Pick<RuleEngine, 'expectedClients'>;
};

/** Clients that are looked at in a step. */
const STEP = 256;

/** One search over what is connected, kept and remembered, in steps. */
export function* searchClients(parts: ClientParts, request: SearchRequest): Steps<FoundClients> {
  const { query, tab, order, after, limit } = request;
  const counts: ClientCounts = { all: 0, online: 0, offline: 0, gone: 0, flapping: 0, never_seen: undefined };
  let neverSeen = 0;
  const top = new TopRows(order, after, limit + 1);
  const isShown = tabTests[tab];
  const isExpecting = yield* eachClient(parts, request.now, query.accepts, (client) => {
    counts.all++;
    if (client.isNeverSeen) neverSeen++;
    else if (client.isOnline) counts.online++;
    else counts.offline++;
    if (client.state === 'gone') counts.gone++;
    if (client.record?.drops && client.drops >= FLAPPING_FROM) counts.flapping++;
    if (isShown(client)) top.add(client);
  });
  if (isExpecting) counts.never_seen = neverSeen;
  const [word] = query.words;
  const nearest = counts.all === 0 && word !== undefined ? yield* nearestTo(word, parts, request.now) : [];
  return { rows: top.finish(), counts, nearest };
}

/** All sessions that a search finds, in no order. */
export function* matchingClients(
  parts: ClientParts,
  { query, tab, now }: Pick<SearchRequest, 'query' | 'tab' | 'now'>,
): Steps<ClientFacts[]> {
  const found: ClientFacts[] = [];
  yield* eachSession(parts, now, (client) => {
    if (client.session && query.accepts(client) && tabTests[tab](client)) found.push(client.session);
  });
  return found;
}

export const tabTests: Readonly<Record<Tab, Test>> = {
  all: () => true,
  online: ({ isOnline }) => isOnline,
  offline: ({ isOffline }) => isOffline,
  flapping: ({ drops }) => drops >= FLAPPING_FROM,
  never_seen: ({ isNeverSeen }) => isNeverSeen,
};

function* nearestTo(word: string, parts: ClientParts, now: number): Steps<string[]> {
  const nearest = new Nearest(word);
  yield* eachClient(
    parts,
    now,
    () => true,
    ({ clientId }) => nearest.look(clientId),
  );
  return nearest.names;
}

/** Calls with the same object for each client that is accepted. @returns whether rules expect clients */
function* eachClient(
  parts: ClientParts,
  now: number,
  accepts: Test,
  look: (client: Candidate) => void,
): Steps<boolean> {
  const { broker, remembered } = parts;
  const lookAt = (client: Candidate): void => {
    if (accepts(client)) look(client);
  };
  const candidate = yield* eachSession(parts, now, lookAt);
  let looked = 0;
  for (const record of remembered.all()) {
    if (++looked % STEP === 0) yield;
    // Whether it has a session takes longer to find out than whether it is accepted without one.
    if (accepts(candidate.become(undefined, record)) && !broker.facts(record.clientId)) look(candidate);
  }
  return yield* eachNeverSeen(parts, (clientId, rule) => lookAt(candidate.becomeNeverSeen(clientId, rule)));
}

/** Calls with the same object, which it returns, for each client that is connected or kept. */
export function* eachSession(
  { broker, remembered }: ClientParts,
  now: number,
  look: (client: Candidate) => void,
): Steps<Candidate> {
  const candidate = new Candidate(now, (who) => broker.bans.find(who));
  const lookAt = (session: ClientFacts): boolean => {
    look(candidate.become(session, remembered.get(session.clientId)));
    return false;
  };
  // The list itself is of no use: it is in an order of its own, and ends at its page.
  yield* broker.clients({ accepts: lookAt, skip: 0, take: 0 });
  return candidate;
}
