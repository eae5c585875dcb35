import { isIP } from 'node:net';
import type { ClientFacts, ClientSearch } from '../broker/door.ts';
import { plainAddress } from '../lib/peer-address.ts';
import { ApiError } from './api-error.ts';
import type { ClientQuery } from './contract.ts';

type Test = (client: ClientFacts) => boolean;

type ClientFilters = Omit<ClientQuery, 'page' | 'limit' | 'fields' | 'node'>;

/**
 * The search for the clients that all filters of the query let pass.
 * @throws ApiError 400 for an address that is none
 */
export function searchOf(query: ClientFilters): Pick<ClientSearch, 'ids' | 'accepts'> {
  const tests = testsOf(query);
  return {
    ids: query.clientid,
    accepts: tests.length === 0 ? undefined : (client) => tests.every((test) => test(client)),
  };
}

/** Whether a filter is used for which EMQX does not count. An exact filter of the same field makes it void. */
export function isFuzzy({ clientid, like_clientid, username, like_username }: ClientFilters): boolean {
  return (like_clientid !== undefined && !clientid) || (like_username !== undefined && !username);
}

function testsOf(query: ClientFilters): Test[] {
  const { clientid, username, like_clientid, like_username, ip_address, conn_state, clean_start, proto_ver } =
    query;
  const tests: Array<Test | undefined> = [
    username && (({ info }) => info.username !== undefined && username.includes(info.username)),
    !clientid && like_clientid !== undefined
      ? (client) => client.clientId.includes(like_clientid)
      : undefined,
    !username && like_username !== undefined
      ? ({ info }) => info.username?.includes(like_username) ?? false
      : undefined,
    // `idle` is a connection before its CONNECT, which has no client yet.
    conn_state && ((client) => (client.isConnected ? 'connected' : 'disconnected') === conn_state),
    clean_start === undefined ? undefined : ({ info }) => info.cleanStart === clean_start,
    proto_ver === undefined ? undefined : ({ info }) => info.protocolVersion === proto_ver,
    byAddress(ip_address),
    within((client) => client.createdAt, query.gte_created_at, query.lte_created_at),
    within((client) => client.info.connectedAt, query.gte_connected_at, query.lte_connected_at),
  ];
  return tests.filter((test) => test !== undefined);
}

function byAddress(address: string | undefined): Test | undefined {
  if (address === undefined) return undefined;
  if (!isIP(address))
    throw new ApiError(400, 'INVALID_PARAMETER', `ip_address is not an address: ${address}`);
  const plain = plainAddress(address);
  return ({ info }) => info.peerHost === plain;
}

function within(read: (client: ClientFacts) => number, from = -Infinity, to = Infinity): Test | undefined {
  if (from === -Infinity && to === Infinity) return undefined;
  return (client) => read(client) >= from && read(client) <= to;
}
