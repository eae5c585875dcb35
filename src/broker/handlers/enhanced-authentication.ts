import { MqttError, protocolError } from '../../mqtt/mqtt-error.ts';
import type { AuthPacket, ConnectPacket, Properties } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import { type Verdict, verdictOf } from '../access/authentication/authentication.ts';
import type { Conversation } from '../access/authentication/conversation.ts';
import type { Client } from '../client.ts';
import type { ClientInfo } from '../events.ts';
import { announceAuthentication, conclude } from './admit.ts';
import { refuse } from './connack.ts';
import { endAt } from './expiring-authentication.ts';

/** An enhanced authentication that is under way. */
export interface Exchange {
  readonly method: string;
  readonly conversation: Conversation;
}

/** A CONNECT with an authentication method (§4.12). */
export function beginExchange(client: Client, packet: ConnectPacket, info: ClientInfo): void {
  const { authenticationMethod: method = '', authenticationData: data } = packet.properties;
  const conversation =
    client.listener.enableAuthn === false ? undefined : client.broker.authentication.conversation(method);
  if (!conversation) {
    refuse(client, info, ReasonCode.BadAuthenticationMethod); // [MQTT-4.12.0-1]
    return;
  }
  client.exchange = { method, conversation };
  client.phase = 'challenged';
  client.challenged = packet;
  advance(client, client.exchange, data);
}

/** AUTH (§3.15): the next message of a conversation, or the wish for another one. */
export function handleAuth(client: Client, packet: AuthPacket): void {
  const { broker } = client;
  broker.metrics['packets.auth.received']++;
  const { authenticationMethod: method, authenticationData: data } = packet.properties;
  const used = client.exchange?.method ?? client.method;
  if (used === undefined) throw protocolError('AUTH without an authentication method in CONNECT'); // [MQTT-4.12.0-6]
  if (method !== used) throw protocolError('AUTH has another authentication method than CONNECT'); // [MQTT-4.12.0-5]
  const isAgain = packet.reasonCode === ReasonCode.ReAuthenticate;
  if (!isAgain && packet.reasonCode !== ReasonCode.ContinueAuthentication) {
    throw protocolError('a client sends AUTH to continue or to re-authenticate'); // §3.15.2.1
  }
  if (isAgain === (client.exchange !== undefined)) {
    throw protocolError(
      isAgain ? 'an authentication is under way already' : 'no authentication is under way',
    );
  }
  if (isAgain) {
    const conversation = broker.authentication.conversation(used);
    if (!conversation)
      throw new MqttError(ReasonCode.BadAuthenticationMethod, `${used} is not offered any more`);
    client.exchange = { method: used, conversation };
  }
  if (client.exchange) advance(client, client.exchange, data);
}

function advance(client: Client, exchange: Exchange, data: Buffer | undefined): void {
  const step = exchange.conversation.step(data);
  if (step.kind === 'continue') {
    const properties = { authenticationMethod: exchange.method, authenticationData: step.data };
    client.send({ type: 'auth', reasonCode: ReasonCode.ContinueAuthentication, properties });
    return;
  }
  client.exchange = undefined;
  const verdict = verdictOf(step.judgement);
  const properties: Properties = { authenticationMethod: exchange.method, authenticationData: step.data };
  const packet = client.challenged;
  if (packet) finishConnect(client, packet, verdict, step.username, properties);
  else finishAgain(client, verdict, properties);
}

/** The name that was proved is the user name; a CONNECT that gives another one contradicts itself. */
function finishConnect(
  client: Client,
  packet: ConnectPacket,
  verdict: Verdict,
  username: string,
  properties: Properties,
): void {
  const attempt = client.attempt as ClientInfo;
  client.challenged = undefined;
  client.method = properties.authenticationMethod;
  const isOther = packet.username !== undefined && packet.username !== username;
  const refusal: Verdict = {
    allowed: false,
    reasonCode: ReasonCode.BadUserNameOrPassword,
    isAnonymous: false,
  };
  const info = verdict.allowed ? { ...attempt, username } : attempt;
  conclude(client, packet, info, verdict.allowed && isOther ? refusal : verdict, properties);
}

/** §4.12.1. Whoever it was stays, or goes. */
function finishAgain(client: Client, verdict: Verdict, properties: Properties): void {
  announceAuthentication(client, client.info, verdict);
  if (!verdict.allowed || verdict.identity !== client.info.identity) {
    client.end({ reason: 'not_authorized', closedBy: 'server', reasonCode: ReasonCode.NotAuthorized });
    return;
  }
  if (verdict.expiresAt !== undefined) endAt(client, verdict.expiresAt);
  client.send({ type: 'auth', reasonCode: ReasonCode.Success, properties });
}
