import type { Packet, ProtocolVersion } from './packets.ts';

/** A packet and its bytes in one version. */
export interface WireExample {
  name: string;
  version: ProtocolVersion;
  packet: Packet;
  bytes: Buffer;
}

export const example = (
  name: string,
  version: ProtocolVersion,
  packet: Packet,
  text: string,
): WireExample => ({
  name,
  version,
  packet,
  bytes: annotated(text),
});

/**
 * Bytes as a person writes them down: one field per line, hexadecimal pairs and quoted ASCII, then a bar and
 * what the field is.
 *
 *     30 05        | PUBLISH, 5 bytes follow
 *     00 01 "t"    | topic
 */
export function annotated(text: string): Buffer {
  const parts = text.split('\n').flatMap((line) => {
    const [fields = ''] = line.split('|');
    return fields.match(/"[^"]*"|\S+/g) ?? [];
  });
  return Buffer.concat(parts.map(toBytes));
}

function toBytes(part: string): Buffer {
  if (part.startsWith('"')) return Buffer.from(part.slice(1, -1), 'latin1');
  if (!/^[0-9a-f]{2}$/.test(part)) throw new TypeError(`${part} is no pair of hexadecimal digits`);
  return Buffer.from(part, 'hex');
}
