import type { PacketReader } from './packet-reader.ts';
import type { PacketWriter } from './packet-writer.ts';
import type { Properties } from './packets.ts';
import { hasProperties } from './properties.ts';
import { ReasonCode } from './reason-codes.ts';

/**
 * The packets that end with a reason code and properties, either of which may be left out (§3.4.2.1,
 * §3.14.2.1).
 */
type TailCarrier = 'puback' | 'pubrec' | 'pubrel' | 'pubcomp' | 'disconnect' | 'auth';

interface ReasonTail {
  reasonCode: number;
  properties: Properties;
}

/** What is left out is success and no properties. Before MQTT 5 there is never anything to read. */
export function readReasonTail(reader: PacketReader, carrier: TailCarrier): ReasonTail {
  if (reader.version < 5 || reader.remaining === 0) return { reasonCode: ReasonCode.Success, properties: {} };
  const reasonCode = reader.reasonCode(carrier);
  const properties = reader.remaining === 0 ? {} : reader.properties(carrier);
  return { reasonCode, properties };
}

/** Writes the shortest form. */
export function writeReasonTail(
  writer: PacketWriter,
  { reasonCode, properties }: ReasonTail,
  carrier: TailCarrier,
): void {
  if (writer.version < 5) return;
  const needsProperties = hasProperties(properties, carrier);
  if (reasonCode !== ReasonCode.Success || needsProperties) writer.byte(reasonCode);
  if (needsProperties) writer.properties(properties, carrier);
}
