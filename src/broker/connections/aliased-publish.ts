import { publishSize, writePublish } from '../../mqtt/publish-frame.ts';
import type { ApplicationMessage } from '../messages/application-message.ts';
import type { OutgoingAliases } from './outgoing-aliases.ts';
import type { OutputBuffer } from './output-buffer.ts';

const TOPIC_ALIAS = 0x23;
const NO_NAME = Buffer.alloc(0);

/** Bytes that an alias may add to a PUBLISH which brings the name too: the property, and a byte for each longer length. */
export const ALIAS_ROOM = 5;

/** Writes a PUBLISH with the alias of its topic, if that has one at present, instead of the name. */
export function writeAliasedPublish(
  output: OutputBuffer,
  aliases: OutgoingAliases,
  header: number,
  packetId: number,
  properties: Buffer,
  message: ApplicationMessage,
): void {
  const alias = aliases.use(message.destination);
  const topic = alias > 0 ? NO_NAME : message.destination.bytes;
  const withAlias = alias === 0 ? properties : prepend(Math.abs(alias), properties);
  const qos = ((header >> 1) & 3) as 0 | 1 | 2;
  const size = publishSize(topic.length, qos, 5, withAlias.length, message.payloadLength);
  const block = output.reserve(size);
  output.offset = writePublish(
    block,
    output.offset,
    header,
    topic,
    packetId,
    withAlias,
    message.bytes,
    message.payloadStart,
    message.payloadEnd,
  );
}

function prepend(alias: number, properties: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(3 + properties.length);
  bytes[0] = TOPIC_ALIAS;
  bytes.writeUInt16BE(alias, 1);
  properties.copy(bytes, 3);
  return bytes;
}
