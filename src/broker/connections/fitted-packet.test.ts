import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodePacket, encodePacket } from '../../mqtt/codec.ts';
import { Framer } from '../../mqtt/framer.ts';
import type { Packet, Properties } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import { encodeFitted } from './fitted-packet.ts';

const { PacketIdentifierNotFound, NotAuthorized } = ReasonCode;
const explained: Properties = { reasonString: 'because', userProperties: [['a', 'b']] };
const packets: readonly Packet[] = [
  { type: 'connack', sessionPresent: false, reasonCode: NotAuthorized, properties: explained },
  { type: 'puback', packetId: 1, reasonCode: NotAuthorized, properties: explained },
  { type: 'pubrec', packetId: 1, reasonCode: NotAuthorized, properties: explained },
  { type: 'pubrel', packetId: 1, reasonCode: PacketIdentifierNotFound, properties: explained },
  { type: 'pubcomp', packetId: 1, reasonCode: PacketIdentifierNotFound, properties: explained },
  { type: 'suback', packetId: 1, reasonCodes: [NotAuthorized], properties: explained },
  { type: 'unsuback', packetId: 1, reasonCodes: [NotAuthorized], properties: explained },
  { type: 'disconnect', reasonCode: NotAuthorized, properties: explained },
  {
    type: 'auth',
    reasonCode: ReasonCode.ContinueAuthentication,
    properties: { ...explained, authenticationMethod: 'method' },
  },
];

function isExplained(bytes: Buffer): boolean {
  const framer = new Framer(1000);
  framer.push(bytes);
  framer.next();
  const packet = decodePacket(framer.buffer, framer.start, framer.body, framer.end, 5);
  const { reasonString, userProperties } = (packet as { properties: Properties }).properties;
  assert.equal(reasonString === undefined, userProperties === undefined);
  return reasonString !== undefined;
}

test('user properties and reason strings are left out of every packet that they would make too large', () => {
  for (const packet of packets) {
    const size = encodePacket(packet, 5).length;
    const {
      reasonString: _,
      userProperties: __,
      ...rest
    } = (packet as { properties: Properties }).properties;
    const bare = encodePacket({ ...packet, properties: rest } as Packet, 5).length;
    const encode = (maximumPacketSize: number) =>
      encodeFitted(packet, { version: 5, maximumPacketSize, wantsProblems: true });
    assert.equal(isExplained(encode(size) ?? assert.fail()), true, packet.type);
    assert.equal(isExplained(encode(size - 1) ?? assert.fail()), false, packet.type);
    assert.equal(encode(bare)?.length, bare, packet.type);
    assert.equal(encode(bare - 1), undefined, packet.type);
  }
});

test('for a client without problem information they stand in CONNACK and DISCONNECT alone', () => {
  for (const packet of packets) {
    const bytes = encodeFitted(packet, { version: 5, maximumPacketSize: 1000, wantsProblems: false });
    const expected = packet.type === 'connack' || packet.type === 'disconnect';
    assert.equal(isExplained(bytes ?? assert.fail()), expected, packet.type);
  }
});
