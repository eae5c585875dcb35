import type { ClientRow } from '../contract.ts';
import { toTimestamp } from '../timestamps.ts';
import type { Candidate } from './candidate.ts';

export function toClientRow(client: Candidate): ClientRow {
  const { session, onlineSince } = client;
  return {
    clientid: client.clientId,
    username: client.username ?? null,
    state: client.state,
    banned: client.ban !== undefined,
    ip_address: client.peerHost ?? null,
    listener: session?.info.listener ?? null,
    proto_ver: session?.info.protocolVersion ?? null,
    ...(onlineSince !== undefined && { connected_at: toTimestamp(onlineSince) }),
    last_seen_at: client.lastSeen === undefined ? null : toTimestamp(client.lastSeen),
    reason: client.reason ?? null,
    flaps_24h: client.drops,
    subscriptions_cnt: session?.subscriptions.size ?? 0,
    mqueue_len: session?.queueLength ?? 0,
    inflight_cnt: session?.inflightCount ?? 0,
    ...(client.expectedBy !== undefined && { expected_by: client.expectedBy }),
  };
}
