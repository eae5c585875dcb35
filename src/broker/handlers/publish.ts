import { AcknowledgementByte } from '../../mqtt/acknowledgement.ts';
import type { Framer } from '../../mqtt/framer.ts';
import { MqttError, protocolError, quoted } from '../../mqtt/mqtt-error.ts';
import type { QoS } from '../../mqtt/packets.ts';
import { decodePublishProperties, encodePublishProperties } from '../../mqtt/publish.ts';
import { createPublishScan, scanPublish } from '../../mqtt/publish-frame.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { Client } from '../client.ts';
import { LONGEST_DELAY } from '../delayed/delay.ts';
import { ApplicationMessage, NO_PROPERTY_BYTES } from '../messages/application-message.ts';
import type { Topic } from '../routing/topic.ts';
import { endUnstored } from './unstored.ts';

const { puback: PUBACK, pubrec: PUBREC } = AcknowledgementByte;

/** One for all: a PUBLISH is done with before the next one is looked at. */
const scan = createPublishScan();

/**
 * PUBLISH from a client (§3.3), read in place: no packet object, no topic string and no copy of the payload is
 * made for a message that merely passes through.
 */
export function handlePublishFrame(client: Client, framer: Framer, firstByte: number): void {
  const { broker } = client;
  const { settings, metrics } = broker;
  const { buffer } = framer;
  scanPublish(buffer, firstByte, framer.body, framer.end, client.version, scan);
  const qos = ((firstByte >> 1) & 3) as QoS;
  const retain = (firstByte & 1) === 1;
  if (qos > settings.maximumQos) {
    throw new MqttError(
      ReasonCode.QosNotSupported,
      `QoS ${qos} is above the maximum of ${settings.maximumQos}`,
    ); // [MQTT-3.2.2-11]
  }
  if (retain && !settings.retainAvailable) {
    throw new MqttError(ReasonCode.RetainNotSupported, 'retained messages are switched off'); // [MQTT-3.2.2-14]
  }

  let topic: Topic | undefined;
  let propertyBytes = NO_PROPERTY_BYTES;
  let expiresAt = Number.POSITIVE_INFINITY;
  if (scan.propertiesEnd > scan.propertiesStart) {
    const properties = decodePublishProperties(
      buffer,
      scan.propertiesStart,
      scan.propertiesEnd,
      settings.propertyLimits,
    );
    if (properties.subscriptionIdentifiers) {
      throw protocolError('a client must not send a subscription identifier in PUBLISH'); // [MQTT-3.3.4-6]
    }
    if (properties.messageExpiryInterval !== undefined)
      expiresAt = client.now + properties.messageExpiryInterval * 1000;
    if (properties.topicAlias === undefined) {
      propertyBytes = Buffer.from(buffer.subarray(scan.propertiesStart, scan.propertiesEnd));
    } else {
      topic = resolveAlias(client, properties.topicAlias, buffer, scan.topicStart, scan.topicEnd);
      // An alias belongs to one connection and does not travel on (§3.3.2.3.4).
      propertyBytes = encodePublishProperties({ ...properties, topicAlias: undefined });
    }
  }
  topic ??= broker.topicNames.fromBytes(buffer, scan.topicStart, scan.topicEnd);
  const { rewriter } = broker;
  const destination = rewriter.rewritesPublish ? rewriter.publishTo(topic, client.info) : topic;
  if (broker.backPressure.isOn && broker.backPressure.holds(client, destination)) return;
  metrics['packets.publish.received']++;

  const message = new ApplicationMessage(
    destination,
    qos,
    retain,
    (firstByte & 8) !== 0,
    client.info,
    client.now,
    expiresAt,
    propertyBytes,
    buffer,
    scan.payloadStart,
    scan.end,
  );
  client.received.countMessage(qos);
  client.pace?.count(framer.end - framer.start, client.now);
  metrics['messages.received']++;
  if (!topic.isOpen) {
    metrics['authorization.deny']++;
    refuse(client, message, scan.packetId);
    return;
  }
  const verdict = broker.authorization.mayPublish(client, topic, qos, retain);
  if (verdict === true) accept(client, message, scan.packetId);
  else if (verdict === false) refuse(client, message, scan.packetId);
  else void awaitVerdict(client, message, scan.packetId, verdict);
}

/** The client may publish this: its receivers get it, and the client hears so. */
function accept(client: Client, message: ApplicationMessage, packetId: number): void {
  const { messages, metrics } = client.broker;
  const { qos } = message;
  if (qos > 0 && client.broker.isFailing) refuseUnstored(client, message, packetId);
  else if (message.destination.delay !== undefined && isRefusedDelay(client, message, packetId)) return;
  else if (qos === 0) {
    metrics['messages.qos0.received']++;
    messages.dispatch(message);
  } else if (qos === 1) {
    metrics['messages.qos1.received']++;
    const receivers = messages.dispatch(message);
    acknowledge(client, PUBACK, packetId, receivers);
  } else {
    metrics['messages.qos2.received']++;
    receiveExactlyOnce(client, message, packetId);
  }
}

/** Somebody else has to be asked: what the client sends behind it waits, so that the order stays [MQTT-4.6.0-5]. */
async function awaitVerdict(
  client: Client,
  message: ApplicationMessage,
  packetId: number,
  verdict: Promise<boolean>,
): Promise<void> {
  message.keep();
  client.hold();
  const isAllowed = await verdict;
  try {
    if (client.phase === 'connected') {
      if (isAllowed) accept(client, message, packetId);
      else refuse(client, message, packetId);
    } else if (isAllowed && message.qos === 0) client.broker.messages.dispatch(message);
    // Of a client that is gone, what was not acknowledged comes again (§4.4), or is its own loss.
  } catch (error) {
    client.onError(error);
  }
  client.release();
}

/** QoS 2, method A of §4.3.3: the message goes on at once, its identifier is remembered until PUBREL [MQTT-4.3.3-10]. */
function receiveExactlyOnce(client: Client, message: ApplicationMessage, packetId: number): void {
  const { broker, session } = client;
  if (session.isAwaitingRel(packetId)) {
    broker.metrics['packets.publish.inuse']++;
    // A repeat of what we have: not published again. Without the DUP flag it is another message under a taken number.
    if (!message.dup) broker.messages.refused(message, 'packet_identifier_inuse');
    // Its rules come before its acknowledgement: when the process ended between the two, they have not seen it.
    else if (session.takeRestoredRel(packetId)) broker.messages.tellAgain(message);
    acknowledge(client, PUBREC, packetId, 1);
    client.connection.awaitAll(); // also what it caused on a connection before this one
    return;
  }
  if (session.awaitingRelCount >= broker.settings.maximumAwaitingRel) {
    broker.metrics['messages.dropped.receive_maximum']++;
    broker.messages.refused(message, 'receive_maximum_exceeded');
    throw new MqttError(
      ReasonCode.ReceiveMaximumExceeded,
      'more QoS 2 messages at once than the Receive Maximum',
    ); // [MQTT-3.3.4-7]
  }
  session.awaitRel(packetId, client.now);
  const receivers = broker.messages.dispatch(message);
  acknowledge(client, PUBREC, packetId, receivers);
}

/** MQTT 5 clients learn that nobody subscribes (reason 0x10, §3.4.2.1); everybody else hears of success. */
function acknowledge(
  client: Client,
  type: typeof PUBACK | typeof PUBREC,
  packetId: number,
  receivers: number,
): void {
  // Constant names: V8 looks a composed one up in a table, which a million times a second is felt.
  const { metrics } = client.broker;
  if (type === PUBACK) metrics['packets.puback.sent']++;
  else metrics['packets.pubrec.sent']++;
  if (receivers === 0 && client.version === 5)
    client.sendReasonedAcknowledgement(type, packetId, ReasonCode.NoMatchingSubscribers);
  else client.sendAcknowledgement(type, packetId);
}

/** A PUBLISH where the client must not publish: nothing happens, and who can be told is told (§4.13.2). */
function refuse(client: Client, message: ApplicationMessage, packetId: number): void {
  const { metrics, authorization } = client.broker;
  metrics['packets.publish.auth_error']++;
  const reasonString = `this client may not publish to ${quoted(message.topic)}`;
  if (authorization.denyAction === 'disconnect') {
    const reasonCode = ReasonCode.NotAuthorized;
    client.end({ reason: 'not_authorized', closedBy: 'server', reasonCode, reasonString });
    return;
  }
  if (message.qos === 0) return;
  // A repeat of what was accepted before the rights changed: the identifier is the client's again (§4.3.3).
  if (message.qos === 2) client.session.onPubrel(packetId);
  const type = message.qos === 1 ? 'puback' : 'pubrec';
  // MQTT 3 has no way to say no: the message is acknowledged and goes nowhere (§3.3.5 of 3.1.1).
  const reasonCode = client.version === 5 ? ReasonCode.NotAuthorized : ReasonCode.Success;
  client.send({ type, packetId, reasonCode, properties: { reasonString } });
}

/** A message that wants to wait and cannot: who can be told that is told. */
function isRefusedDelay(client: Client, message: ApplicationMessage, packetId: number): boolean {
  const { delayed, messages } = client.broker;
  const { delay } = message.destination;
  // What was accepted before must not be refused when it is repeated.
  const isRepeated = message.qos === 2 && client.session.isAwaitingRel(packetId);
  const refusal = delay && !isRepeated ? delayed.refusalOf(delay, message.payloadLength) : undefined;
  if (refusal === undefined) return false;
  messages.refusedDelay(message, refusal);
  if (message.qos === 0) return true;
  const type = message.qos === 1 ? 'puback' : 'pubrec';
  const reasonString =
    refusal === ReasonCode.QuotaExceeded
      ? 'as many messages wait for their time as may'
      : `${quoted(message.topic)} is not $delayed/{seconds}/{topic} with at most ${LONGEST_DELAY} seconds`;
  // MQTT 3 has no way to say no, as above.
  const reasonCode = client.version === 5 ? refusal : ReasonCode.Success;
  client.send({ type, packetId, reasonCode, properties: { reasonString } });
  return true;
}

/** Nothing can be stored: who can be told that is told, the others are to come again (§4.13.2). */
function refuseUnstored(client: Client, message: ApplicationMessage, packetId: number): void {
  const { metrics, messages } = client.broker;
  metrics['messages.dropped.quota_exceeded']++;
  messages.refused(message, 'quota_exceeded');
  // A number whose PUBREL is outstanding must not become free by a refusal of its repetition.
  if (client.version < 5 || client.session.isAwaitingRel(packetId)) endUnstored(client);
  else {
    const type = message.qos === 1 ? 'puback' : 'pubrec';
    client.send({ type, packetId, reasonCode: ReasonCode.QuotaExceeded, properties: {} });
  }
}

/** §3.3.2.3.4: a name and an alias define the alias, an alias alone stands for its name. */
function resolveAlias(client: Client, alias: number, buffer: Buffer, start: number, end: number): Topic {
  const { broker } = client;
  if (alias > broker.settings.topicAliasMaximum) {
    const maximum = broker.settings.topicAliasMaximum;
    throw new MqttError(
      ReasonCode.TopicAliasInvalid,
      `topic alias ${alias} is above the maximum of ${maximum}`,
    ); // [MQTT-3.3.2-9]
  }
  if (end > start) {
    const topic = broker.topicNames.fromBytes(buffer, start, end);
    client.topicAliases ??= new Map();
    client.topicAliases.set(alias, topic.bytes);
    return topic;
  }
  const name = client.topicAliases?.get(alias);
  if (!name) throw protocolError(`topic alias ${alias} was never given a name`);
  return broker.topicNames.fromBytes(name, 0, name.length);
}
