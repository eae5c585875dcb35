import type { ConnectPacket, Properties } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { Verdict } from '../access/authentication/authentication.ts';
import type { Client } from '../client.ts';
import type { ClientInfo } from '../events.ts';
import { nextPresence } from '../sessions/presence-sequence.ts';
import { autoSubscribe } from './auto-subscribe.ts';
import { accept, refuse } from './connack.ts';
import { endAt } from './expiring-authentication.ts';
import { refuseGuess } from './failed-authentication.ts';

/** The same with members that can be set. */
type Writable<Value> = { -readonly [Name in keyof Value]: Value[Name] };

/**
 * It is known who the client is: it is refused, or gets its session.
 * @param answer for the CONNACK, from an enhanced authentication
 */
export function conclude(
  client: Client,
  packet: ConnectPacket,
  attempt: ClientInfo,
  verdict: Verdict,
  answer: Properties = {},
): void {
  const { broker } = client;
  if (!verdict.allowed) {
    announceAuthentication(client, attempt, verdict);
    broker.metrics['packets.connack.auth_error']++;
    refuseGuess(client, attempt, verdict.reasonCode);
    return;
  }
  const { isSuperuser, attributes, acl, identity, expiresAt } = verdict;
  // Nobody was told of the attempt, so that it becomes the fact itself: a copy of so many members is kept in two pieces.
  const info: Writable<ClientInfo> = attempt;
  info.isSuperuser = isSuperuser;
  info.attributes = attributes;
  info.acl = acl;
  info.identity = identity;
  info.connectedAt = client.now;
  announceAuthentication(client, info, verdict);
  const refusal = refusalOfSession(client, info);
  if (refusal !== undefined) {
    refuse(client, { ...info, connectedAt: 0 }, refusal);
    return;
  }
  if (identity !== undefined) broker.failedConnects.succeeded(info.peerHost, info.username ?? info.clientId);
  client.will = packet.will;
  const { session, isPresent } = broker.sessions.open(client, info);
  client.become(info, session);
  if (expiresAt !== undefined) endAt(client, expiresAt);
  broker.admission.welcome(client);
  // It may be somebody else under the same client id, or have fewer rights than it had.
  if (isPresent) broker.rightsReview.lookAt(session);
  announceConnected(client);
  accept(client, packet, isPresent, answer);
  session.resume(client.now);
  // Behind what waits: a session sends nothing of its own accord before it is resumed.
  if (broker.autoSubscriptions.length > 0 && client.phase === 'connected') autoSubscribe(client);
}

function refusalOfSession(client: Client, info: ClientInfo): ReasonCode | undefined {
  const { broker } = client;
  if (broker.isStopping) return ReasonCode.ServerUnavailable;
  if (!hasSeat(client, info.clientId)) return ReasonCode.QuotaExceeded;
  const tooMany = broker.admission.refusalOfNumber(
    broker.sessions.connectedCount,
    broker.sessions.client(info.clientId) !== undefined,
  );
  if (tooMany !== undefined) return tooMany;
  if (broker.isFailing && mustBeStored(client, info)) return ReasonCode.QuotaExceeded;
  if (!ownsSession(client, info)) {
    broker.logger.warn(
      { clientId: info.clientId, username: info.username, peer: info.peerHost },
      'a client wanted the session of another identity and was refused',
    );
    return ReasonCode.NotAuthorized;
  }
  const hasSession = broker.sessions.session(info.clientId) !== undefined;
  return broker.flapping.connects(info.clientId, hasSession) ? ReasonCode.Banned : undefined;
}

/** Whether the CONNECT begins, goes on with or ends a session that outlives the process. */
function mustBeStored({ broker }: Client, { clientId, expiryInterval }: ClientInfo): boolean {
  return expiryInterval > 0 || broker.sessions.session(clientId)?.log !== undefined;
}

/** Whoever takes a connection over has its seat: a device whose connection broke unseen can always come back. */
function hasSeat({ broker, listener }: Client, clientId: string): boolean {
  if (listener.taken < listener.maximum) return true;
  return broker.sessions.client(clientId)?.listener === listener;
}

/** Nobody ends or inherits the session of somebody else by calling himself so (CVE-2026-6564). */
function ownsSession({ broker }: Client, info: ClientInfo): boolean {
  const { certificateAsClientId, certificateAsUsername } = broker.settings;
  const isProved =
    broker.authentication.isEnabled ||
    certificateAsClientId !== 'disabled' ||
    certificateAsUsername !== 'disabled';
  if (!isProved) return true;
  const owner = broker.sessions.session(info.clientId)?.info.identity;
  return owner === undefined || owner === info.identity;
}

export function announceAuthentication({ broker, now }: Client, info: ClientInfo, verdict: Verdict): void {
  const { metrics } = broker;
  if (!verdict.allowed) metrics['authentication.failure']++;
  else {
    metrics['authentication.success']++;
    if (verdict.isAnonymous) {
      metrics['authentication.success.anonymous']++;
      metrics['client.auth.anonymous']++;
    }
  }
  const port = broker.events['client.check_authn_complete'];
  if (!port.wanted) return;
  port.emit({
    name: 'client.check_authn_complete',
    at: now,
    client: info,
    reasonCode: verdict.allowed ? ReasonCode.Success : verdict.reasonCode,
    isAnonymous: verdict.isAnonymous,
  });
}

/** The session is open; the CONNACK follows (the order of EMQX). */
function announceConnected(client: Client): void {
  const { broker, info, now } = client;
  broker.metrics['client.connected']++;
  client.sequence = nextPresence(now);
  const port = broker.events['client.connected'];
  if (!port.wanted) return;
  port.emit({ name: 'client.connected', at: now, client: info, sequence: client.sequence });
}
