import type { ClientInfo, EventOf } from '../events.ts';

/** The name of the protocol as EMQX prints it; gateways have others. */
const PROTOCOL = 'mqtt';

/** The JSON of `clients/{clientid}/connected`, with EMQX's members. Times are Unix milliseconds. */
export function connectedReport({ client, at }: EventOf<'client.connected'>): object {
  return {
    ...reportOf(client, at),
    keepalive: client.keepAlive,
    clean_start: client.cleanStart,
    // In milliseconds, unlike in the rule event of the same name: so it is in EMQX.
    expiry_interval: client.expiryInterval * 1000,
    connack: 0,
  };
}

/** The JSON of `clients/{clientid}/disconnected`. */
export function disconnectedReport({
  client,
  at,
  reason,
  disconnectedAt,
}: EventOf<'client.disconnected'>): object {
  return { ...reportOf(client, at), reason, disconnected_at: disconnectedAt };
}

/** The JSON of `clients/{clientid}/subscribed` and `unsubscribed`. */
export function subscriptionReport(event: EventOf<'session.subscribed' | 'session.unsubscribed'>): object {
  const { client, filter, qos, at } = event;
  const report = {
    clientid: client.clientId,
    username: client.username ?? null,
    protocol: PROTOCOL,
    topic: filter,
    ts: at,
  };
  return event.name === 'session.subscribed' ? { ...report, subopts: { qos } } : report;
}

function reportOf(client: ClientInfo, at: number): object {
  return {
    clientid: client.clientId,
    username: client.username ?? null,
    ipaddress: client.peerHost,
    sockport: Number(client.sockName.slice(client.sockName.lastIndexOf(':') + 1)),
    protocol: PROTOCOL,
    proto_name: client.protocolName,
    proto_ver: client.protocolVersion,
    connected_at: client.connectedAt,
    ts: at,
  };
}
