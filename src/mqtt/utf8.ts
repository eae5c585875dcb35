import { isUtf8 } from 'node:buffer';
import { malformed } from './mqtt-error.ts';

/** The length of a string is written in two bytes (§1.5.4). */
export const LONGEST_STRING = 65_535;

/** Up to this many bytes a loop over them is faster than the calls into native code. */
const SHORT = 32;

/**
 * The text of the bytes from `start` to `end`, which lie inside the buffer.
 *
 * @throws MqttError MalformedPacket for surrogates, overlong or broken forms [MQTT-1.5.4-1] and for U+0000
 *   [MQTT-1.5.4-2]
 */
export function decodeUtf8(buffer: Buffer, start: number, end: number): string {
  if (end - start <= SHORT && isPlainAscii(buffer, start, end)) return buffer.toString('latin1', start, end);
  const bytes = buffer.subarray(start, end);
  if (!isUtf8(bytes)) throw malformed('a string is not well-formed UTF-8'); // [MQTT-1.5.4-1]
  if (bytes.includes(0)) throw malformed('a string contains U+0000'); // [MQTT-1.5.4-2]
  return bytes.toString('utf8'); // keeps U+FEFF, also in front, where TextDecoder would drop it [MQTT-1.5.4-3]
}

/** Whether a text can travel as an MQTT string: well-formed, without U+0000, at most 65,535 bytes. */
export function isEncodable(text: string): boolean {
  if (text.includes('\0') || !text.isWellFormed()) return false; // [MQTT-1.5.4-1] [MQTT-1.5.4-2]
  return text.length * 3 <= LONGEST_STRING || Buffer.byteLength(text) <= LONGEST_STRING;
}

function isPlainAscii(buffer: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = buffer[at] as number;
    if (byte === 0 || byte > 0x7f) return false;
  }
  return true;
}
