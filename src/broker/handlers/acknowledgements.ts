import { AcknowledgementByte } from '../../mqtt/acknowledgement.ts';
import type { Framer } from '../../mqtt/framer.ts';
import type { AcknowledgementPacket, Properties } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { Client } from '../client.ts';
import { endUnstored } from './unstored.ts';

const NO_PROPERTIES: Properties = {};

/** Reason codes from 0x80 on say no (§2.4). */
const REFUSED = 0x80;

/** What each acknowledgement means to the broker. */
type Acknowledge = (client: Client, packetId: number, reasonCode: number, properties: Properties) => void;

const byName = { puback: onPuback, pubrec: onPubrec, pubrel: onPubrel, pubcomp: onPubcomp } as const;

/** By the first byte of the packet, flags included. */
const byFirstByte: (Acknowledge | undefined)[] = [];
for (const name of ['puback', 'pubrec', 'pubrel', 'pubcomp'] as const)
  byFirstByte[AcknowledgementByte[name]] = byName[name];

/** The four-byte form, which is nearly every one: read in place. False when the packet is not of that kind. */
export function handleShortAcknowledgement(client: Client, framer: Framer, firstByte: number): boolean {
  if (framer.end - framer.body !== 2) return false;
  const acknowledge = byFirstByte[firstByte];
  if (!acknowledge) return false;
  const packetId = framer.buffer.readUInt16BE(framer.body);
  if (packetId === 0) return false;
  acknowledge(client, packetId, ReasonCode.Success, NO_PROPERTIES);
  return true;
}

export function handleAcknowledgement(client: Client, packet: AcknowledgementPacket): void {
  byName[packet.type](client, packet.packetId, packet.reasonCode, packet.properties);
}

/** PUBACK (§3.4): the QoS 1 message is done. */
function onPuback(client: Client, packetId: number, _reasonCode: number, properties: Properties): void {
  const { session, broker } = client;
  broker.metrics['packets.puback.received']++;
  const done = session.onPuback(packetId, client.now);
  if (done) broker.messages.acked(client.info, done, packetId, properties);
  else broker.metrics['packets.puback.missed']++;
}

/** PUBREC (§3.5): the client has the QoS 2 message; it may now forget the number, which PUBREL tells it. */
function onPubrec(client: Client, packetId: number, reasonCode: number, properties: Properties): void {
  const { session, broker } = client;
  broker.metrics['packets.pubrec.received']++;
  if (session.log?.isFailing) {
    endUnstored(client);
    return;
  }
  if (reasonCode >= REFUSED) {
    const refused = session.onPubrecRefused(packetId, client.now);
    if (refused) broker.messages.acked(client.info, refused, packetId, properties);
    return;
  }
  const received = session.onPubrec(packetId);
  if (received) broker.messages.acked(client.info, received, packetId, properties);
  if (received || session.isAwaitingPubcomp(packetId)) client.sendPubrel(packetId);
  else {
    broker.metrics['packets.pubrec.missed']++;
    client.send({
      type: 'pubrel',
      packetId,
      reasonCode: ReasonCode.PacketIdentifierNotFound,
      properties: {},
    });
  }
}

/** PUBREL (§3.6): the client will not send this message again. */
function onPubrel(client: Client, packetId: number): void {
  const { metrics } = client.broker;
  metrics['packets.pubrel.received']++;
  if (client.session.log?.isFailing) {
    endUnstored(client);
    return;
  }
  if (client.session.onPubrel(packetId)) {
    metrics['packets.pubcomp.sent']++;
    client.sendAcknowledgement(AcknowledgementByte.pubcomp, packetId);
  } else {
    metrics['packets.pubrel.missed']++;
    client.send({
      type: 'pubcomp',
      packetId,
      reasonCode: ReasonCode.PacketIdentifierNotFound,
      properties: {},
    });
  }
}

/** PUBCOMP (§3.7): the QoS 2 message is done. */
function onPubcomp(client: Client, packetId: number): void {
  const { metrics } = client.broker;
  metrics['packets.pubcomp.received']++;
  if (!client.session.onPubcomp(packetId, client.now)) metrics['packets.pubcomp.missed']++;
}
