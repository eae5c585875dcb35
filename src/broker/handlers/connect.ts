import { crypto } from '../../lib/late-crypto.ts';
import type { ConnectPacket, Properties, Will } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import { mayPublish } from '../access/access.ts';
import type { Verdict } from '../access/authentication/authentication.ts';
import { nameOf } from '../access/authentication/certificate-name.ts';
import type { MqttBroker } from '../broker.ts';
import type { Client } from '../client.ts';
import { OutgoingAliases } from '../connections/outgoing-aliases.ts';
import type { Vouched } from '../connections/vouched.ts';
import type { ClientInfo } from '../events.ts';
import { isWithinBounds } from '../routing/topic-bounds.ts';
import type { BrokerSettings } from '../settings.ts';
import { conclude } from './admit.ts';
import { clientInfoOf, type Names } from './client-info.ts';
import { refuse } from './connack.ts';
import { beginExchange } from './enhanced-authentication.ts';
import { waitFor } from './pending-verdict.ts';

/** CONNECT (§3.1): who is it, may it come in, and which session is its own? */
export function handleConnect(client: Client, packet: ConnectPacket): void {
  client.broker.admission.heard(client);
  judge(client, packet);
  if (client.phase === 'authenticating' || client.phase === 'challenged')
    client.broker.admission.waits(client);
}

function judge(client: Client, packet: ConnectPacket): void {
  const { broker } = client;
  broker.metrics['client.connect']++;
  client.version = packet.protocolVersion;
  takeWishes(client, packet.properties);

  const names = namesOf(client, packet);
  const info = clientInfoOf(client, packet, names);
  client.attempt = info;
  broker.tap.listener?.onConnect(client, packet);
  const refusal = names.refusal ?? refusalOf(client, packet, info);
  if (refusal !== undefined) {
    refuse(client, info, refusal);
    return;
  }
  broker.metrics['client.authenticate']++;
  const { vouched } = client.connection.transport;
  if (vouched !== undefined) {
    conclude(client, packet, info, verdictOn(vouched));
    return;
  }
  if (packet.properties.authenticationMethod !== undefined) {
    beginExchange(client, packet, info);
    return;
  }
  const { username, peerHost, certificate } = info;
  const credentials = {
    clientId: info.clientId,
    username,
    password: packet.password,
    peerHost,
    certificate,
    certifiedName: names.certified,
  };
  const verdict = broker.authentication.check(credentials, client.listener.enableAuthn);
  if (verdict instanceof Promise) waitFor(client, verdict, (late) => conclude(client, packet, info, late));
  else conclude(client, packet, info, verdict);
}

/** The time for CONNECT is over, and whoever checks the client, or the client itself, has not answered. */
export function refuseLate(client: Client): void {
  const reasonCode = client.phase === 'challenged' ? ReasonCode.NotAuthorized : ReasonCode.ServerUnavailable;
  if (client.attempt) refuse(client, client.attempt, reasonCode);
}

/** What the client takes and wants to be told (§3.1.2.11). */
function takeWishes(client: Client, properties: Properties): void {
  client.maximumPacketSize = properties.maximumPacketSize ?? Number.POSITIVE_INFINITY;
  client.wantsProblems = properties.requestProblemInformation !== 0;
  const aliases = Math.min(properties.topicAliasMaximum ?? 0, client.broker.settings.topicAliasMaximum);
  if (aliases > 0) client.outgoingAliases = new OutgoingAliases(aliases); // [MQTT-3.1.2-27]
}

interface NamesOfConnect extends Names {
  /** What the certificate says, where it counts. */
  readonly certified: string | undefined;
  /** Why it cannot be let in under these names. */
  readonly refusal: ReasonCode | undefined;
}

/** A certificate overrules what CONNECT says. One without the name that is wanted is as bad as none. */
function namesOf({ broker, connection }: Client, packet: ConnectPacket): NamesOfConnect {
  const { certificateAsClientId, certificateAsUsername } = broker.settings;
  const { peerCertificate: certificate, vouched } = connection.transport;
  if (vouched !== undefined) {
    const isItsOwn = packet.clientId !== '' && packet.clientId.startsWith(vouched.prefix);
    return {
      clientId: packet.clientId,
      username: vouched.username ?? packet.username,
      certified: undefined,
      refusal: isItsOwn ? undefined : ReasonCode.ClientIdentifierNotValid,
    };
  }
  const inConnect = packet.clientId === '' ? assignedClientId(packet) : packet.clientId;
  let clientId = inConnect;
  let { username } = packet;
  let refusal: ReasonCode | undefined;
  let certified: string | undefined;
  if (certificate && certificateAsClientId !== 'disabled') {
    clientId = nameOf(certificateAsClientId, certificate);
    certified = clientId;
  }
  if (certificate && certificateAsUsername !== 'disabled') {
    username = nameOf(certificateAsUsername, certificate);
    certified = username;
    if (username === undefined) refusal = ReasonCode.BadUserNameOrPassword;
  }
  if (clientId === undefined) refusal = ReasonCode.ClientIdentifierNotValid;
  return { clientId: clientId ?? '', username, certified, refusal };
}

/** It is known who it is: the authenticators, which know devices, are not asked. */
function verdictOn({ isSuperuser, attributes, identity }: Vouched): Verdict {
  return {
    allowed: true,
    isAnonymous: false,
    isSuperuser,
    attributes,
    acl: undefined,
    identity,
    expiresAt: undefined,
  };
}

/** An empty client id asks for one of the broker's (§3.1.3.1); undefined when the version does not allow it. */
function assignedClientId(packet: ConnectPacket): string | undefined {
  const isAllowed = packet.protocolVersion === 5 || (packet.protocolVersion === 4 && packet.cleanStart); // [MQTT-3.1.3-8] of 3.1.1
  return isAllowed ? `auto-${crypto().randomBytes(10).toString('hex')}` : undefined;
}

/** What is refused whoever it is. */
function refusalOf(client: Client, packet: ConnectPacket, info: ClientInfo): ReasonCode | undefined {
  const { admission, bans, failedConnects, overload, settings } = client.broker;
  if (overload.refusesConnect()) return ReasonCode.ServerBusy;
  if (Buffer.byteLength(info.clientId) > settings.maximumClientIdLength)
    return ReasonCode.ClientIdentifierNotValid;
  if (areTooLong(packet, settings)) return ReasonCode.BadUserNameOrPassword;
  const tooMany = admission.refusalOfPending();
  if (tooMany !== undefined) return tooMany;
  const tooFast = admission.refusalOfRate();
  if (tooFast !== undefined) return tooFast;
  if (bans.find(info)) return ReasonCode.Banned;
  if (failedConnects.isOverdone(info.peerHost, info.username ?? info.clientId))
    return ReasonCode.QuotaExceeded;
  return packet.will && refusalOfWill(packet.will, client.broker);
}

/** Before anybody hashes them, keeps them or sends them to a service. */
function areTooLong({ username = '', password }: ConnectPacket, settings: BrokerSettings): boolean {
  return (
    Buffer.byteLength(username) > settings.maximumUsernameLength ||
    (password?.length ?? 0) > settings.maximumPasswordLength
  );
}

function refusalOfWill(will: Will, { settings, retainAvailable }: MqttBroker): ReasonCode | undefined {
  if (!isWithinBounds(will.topic, settings)) return ReasonCode.TopicNameInvalid;
  if (!mayPublish(will.topic)) return ReasonCode.NotAuthorized;
  if (will.qos > settings.maximumQos) return ReasonCode.QosNotSupported; // [MQTT-3.2.2-12]
  if (will.retain && !retainAvailable) return ReasonCode.RetainNotSupported; // [MQTT-3.2.2-13]
  return undefined;
}
