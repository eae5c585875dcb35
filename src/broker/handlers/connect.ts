import { randomBytes } from 'node:crypto';
import type { ConnectPacket, Properties, Will } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import { mayPublish } from '../access/access.ts';
import type { Verdict } from '../access/authentication/authentication.ts';
import type { Client } from '../client.ts';
import { OutgoingAliases } from '../connections/outgoing-aliases.ts';
import type { ClientInfo } from '../events.ts';
import { isWithinBounds } from '../routing/topic-bounds.ts';
import type { BrokerSettings } from '../settings.ts';
import { clientInfoOf } from './client-info.ts';
import { accept, refuse } from './connack.ts';
import { endAt } from './expiring-authentication.ts';
import { refuseGuess } from './failed-authentication.ts';
import { waitFor } from './pending-verdict.ts';

/** CONNECT (§3.1): who is it, may it come in, and which session is its own? */
export function handleConnect(client: Client, packet: ConnectPacket): void {
  const { broker } = client;
  broker.metrics['client.connect']++;
  broker.admission.heard(client);
  client.version = packet.protocolVersion;
  takeWishes(client, packet.properties);

  const clientId = packet.clientId === '' ? assignedClientId(packet) : packet.clientId;
  const info = clientInfoOf(client, packet, clientId ?? '');
  const refusal =
    clientId === undefined ? ReasonCode.ClientIdentifierNotValid : refusalOf(client, packet, info);
  if (refusal !== undefined) {
    refuse(client, info, refusal);
    return;
  }
  broker.metrics['client.authenticate']++;
  const { username, peerHost, certificate } = info;
  const credentials = { clientId: info.clientId, username, password: packet.password, peerHost, certificate };
  client.attempt = info;
  const verdict = broker.authentication.check(credentials, client.listener.enableAuthn);
  if (verdict instanceof Promise) waitFor(client, verdict, (late) => conclude(client, packet, info, late));
  else conclude(client, packet, info, verdict);
}

/** The time for CONNECT is over, and whoever checks the client has not answered. */
export function refuseLate(client: Client): void {
  if (client.attempt) refuse(client, client.attempt, ReasonCode.ServerUnavailable);
}

/** What the client takes and wants to be told (§3.1.2.11). */
function takeWishes(client: Client, properties: Properties): void {
  client.maximumPacketSize = properties.maximumPacketSize ?? Number.POSITIVE_INFINITY;
  client.wantsProblems = properties.requestProblemInformation !== 0;
  const aliases = Math.min(properties.topicAliasMaximum ?? 0, client.broker.settings.topicAliasMaximum);
  if (aliases > 0) client.outgoingAliases = new OutgoingAliases(aliases); // [MQTT-3.1.2-27]
}

/** An empty client id asks for one of the broker's (§3.1.3.1); undefined when the version does not allow it. */
function assignedClientId(packet: ConnectPacket): string | undefined {
  const isAllowed = packet.protocolVersion === 5 || (packet.protocolVersion === 4 && packet.cleanStart); // [MQTT-3.1.3-8] of 3.1.1
  return isAllowed ? `auto-${randomBytes(10).toString('hex')}` : undefined;
}

/** What is refused whoever it is. */
function refusalOf(client: Client, packet: ConnectPacket, info: ClientInfo): ReasonCode | undefined {
  const { admission, bans, failedConnects, overload, settings } = client.broker;
  if (overload.refusesConnect()) return ReasonCode.ServerBusy;
  if (Buffer.byteLength(info.clientId) > settings.maximumClientIdLength)
    return ReasonCode.ClientIdentifierNotValid;
  const tooFast = admission.refusalOfRate();
  if (tooFast !== undefined) return tooFast;
  if (bans.find(info)) return ReasonCode.Banned;
  if (failedConnects.isOverdone(info.peerHost, info.username ?? info.clientId))
    return ReasonCode.QuotaExceeded;
  // Enhanced authentication is a conversation that this broker does not hold (§4.12).
  if (packet.properties.authenticationMethod !== undefined) return ReasonCode.BadAuthenticationMethod;
  return packet.will && refusalOfWill(packet.will, settings);
}

function refusalOfWill(will: Will, settings: BrokerSettings): ReasonCode | undefined {
  if (!isWithinBounds(will.topic, settings.maximumTopicLevels)) return ReasonCode.TopicNameInvalid;
  if (!mayPublish(will.topic)) return ReasonCode.NotAuthorized;
  if (will.qos > settings.maximumQos) return ReasonCode.QosNotSupported; // [MQTT-3.2.2-12]
  if (will.retain && !settings.retainAvailable) return ReasonCode.RetainNotSupported; // [MQTT-3.2.2-13]
  return undefined;
}

/** It is known who the client is. */
function conclude(client: Client, packet: ConnectPacket, attempt: ClientInfo, verdict: Verdict): void {
  const { broker } = client;
  if (!verdict.allowed) {
    announceAuthentication(client, attempt, verdict);
    broker.metrics['packets.connack.auth_error']++;
    refuseGuess(client, attempt, verdict.reasonCode);
    return;
  }
  const { isSuperuser, attributes, acl, identity, expiresAt } = verdict;
  const info: ClientInfo = { ...attempt, isSuperuser, attributes, acl, identity, connectedAt: client.now };
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
  accept(client, packet, isPresent);
  session.resume(client.now);
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
  if (broker.authentication.isEnabled && !ownsSession(client, info)) {
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
  const owner = broker.sessions.session(info.clientId)?.info.identity;
  return owner === undefined || owner === info.identity;
}

function announceAuthentication({ broker, now }: Client, info: ClientInfo, verdict: Verdict): void {
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
function announceConnected({ broker, info, now }: Client): void {
  broker.metrics['client.connected']++;
  const port = broker.events['client.connected'];
  if (port.wanted) port.emit({ name: 'client.connected', at: now, client: info });
}
