import { isIP } from 'node:net';
import type { ClientView } from '../broker/door.ts';
import { plainAddress } from '../lib/peer-address.ts';
import { ApiError } from './api-error.ts';
import type { ClientQuery } from './contract.ts';

type Test = (client: ClientView) => boolean;

/**
 * The clients that all filters of the query let pass.
 * @throws ApiError 400 for an address that is none
 */
export function filterClients(clients: readonly ClientView[], query: ClientQuery): ClientView[] {
  const tests = testsOf(query);
  return clients.filter((client) => tests.every((test) => test(client)));
}

/** Whether a filter is used for which EMQX does not count. An exact filter of the same field makes it void. */
export function isFuzzy({ clientid, like_clientid, username, like_username }: ClientQuery): boolean {
  return (like_clientid !== undefined && !clientid) || (like_username !== undefined && !username);
}

function testsOf(query: ClientQuery): Test[] {
  const { clientid, username, like_clientid, like_username, ip_address, conn_state, clean_start, proto_ver } =
    query;
  const tests: Array<Test | undefined> = [
    clientid && ((client) => clientid.includes(client.clientId)),
    username && (({ username: name }) => name !== undefined && username.includes(name)),
    !clientid && like_clientid !== undefined
      ? (client) => client.clientId.includes(like_clientid)
      : undefined,
    !username && like_username !== undefined
      ? (client) => client.username?.includes(like_username) ?? false
      : undefined,
    // `idle` is a connection before its CONNECT, which has no client yet.
    conn_state && ((client) => (client.connected ? 'connected' : 'disconnected') === conn_state),
    clean_start === undefined ? undefined : (client) => client.cleanStart === clean_start,
    proto_ver === undefined ? undefined : (client) => client.protocolVersion === proto_ver,
    byAddress(ip_address),
    within((client) => client.createdAt, query.gte_created_at, query.lte_created_at),
    within((client) => client.connectedAt, query.gte_connected_at, query.lte_connected_at),
  ];
  return tests.filter((test) => test !== undefined);
}

function byAddress(address: string | undefined): Test | undefined {
  if (address === undefined) return undefined;
  if (!isIP(address))
    throw new ApiError(400, 'INVALID_PARAMETER', `ip_address is not an address: ${address}`);
  const plain = plainAddress(address);
  return (client) => client.peerHost === plain;
}

function within(read: (client: ClientView) => number, from = -Infinity, to = Infinity): Test | undefined {
  if (from === -Infinity && to === Infinity) return undefined;
  return (client) => read(client) >= from && read(client) <= to;
}
