import type { Properties, QoS } from '../../mqtt/packets.ts';

/** Who published a message. The API, rules and the broker itself publish without a connection. */
export interface Publisher {
  readonly clientId: string;
  readonly username: string | undefined;
  readonly peerHost: string | undefined;
  readonly peerName: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

/** An application message, as it was accepted. It is shared by all its receivers and never changes. */
export interface Message {
  /** 32 upper-case hexadecimal digits, in the order of acceptance. */
  readonly id: string;
  readonly topic: string;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly dup: boolean;
  readonly payload: Buffer;
  readonly payloadLength?: number | undefined;
  /** The payload as text, its bytes when they are not UTF-8: of messages that can tell without making a Buffer. */
  payloadText?(): string | Buffer;
  /** Without a topic alias, which belongs to a connection and not to the message. */
  readonly properties: Properties;
  /** The same as they travel, of a message that is kept in that form. */
  readonly propertyBytes?: Buffer | undefined;
  readonly from: Publisher;
  /** Unix milliseconds. */
  readonly receivedAt: number;
}
