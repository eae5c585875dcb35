import { ReasonCode } from './reason-codes.ts';

/** Characters. */
const LONGEST_QUOTE = 100;

/**
 * What a peer did wrong, with the reason code that the standard names for it. The one error that decoding
 * may throw; the connection answers it with CONNACK or DISCONNECT and closes.
 */
export class MqttError extends Error {
  override readonly name = 'MqttError';
  readonly reasonCode: ReasonCode;

  constructor(reasonCode: ReasonCode, message: string) {
    super(message);
    this.reasonCode = reasonCode;
  }
}

/** §1.2: a packet that cannot be parsed according to the specification. */
export const malformed = (message: string): MqttError => new MqttError(ReasonCode.MalformedPacket, message);

/** §1.2: a packet that can be parsed but that the protocol does not allow here. */
export const protocolError = (message: string): MqttError => new MqttError(ReasonCode.ProtocolError, message);

/** A text of the peer inside a message: escaped, and short enough for a log. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text);
