/** The control packets of MQTT 3.1, 3.1.1 and 5 as plain data. Field names are those of the MQTT 5 standard. */

/** 3 is MQTT 3.1 (`MQIsdp`), 4 is 3.1.1, 5 is 5.0. */
export type ProtocolVersion = 3 | 4 | 5;
export type QoS = 0 | 1 | 2;

/** In packet order, duplicates kept (§3.1.2.11.8). */
export type UserProperties = ReadonlyArray<readonly [name: string, value: string]>;

/** Every property of §2.2.2.2. Which packet may carry which is the table in `properties.ts`. */
export interface Properties {
  payloadFormatIndicator?: 0 | 1 | undefined;
  /** Seconds. */
  messageExpiryInterval?: number | undefined;
  contentType?: string | undefined;
  responseTopic?: string | undefined;
  correlationData?: Buffer | undefined;
  /** SUBSCRIBE carries at most one; a delivered PUBLISH one per matching subscription. */
  subscriptionIdentifiers?: readonly number[] | undefined;
  /** Seconds; 0xFFFFFFFF means that the session never expires. */
  sessionExpiryInterval?: number | undefined;
  assignedClientIdentifier?: string | undefined;
  serverKeepAlive?: number | undefined;
  authenticationMethod?: string | undefined;
  authenticationData?: Buffer | undefined;
  requestProblemInformation?: 0 | 1 | undefined;
  /** Seconds. Stands in the will of a CONNECT only. */
  willDelayInterval?: number | undefined;
  requestResponseInformation?: 0 | 1 | undefined;
  responseInformation?: string | undefined;
  serverReference?: string | undefined;
  reasonString?: string | undefined;
  receiveMaximum?: number | undefined;
  topicAliasMaximum?: number | undefined;
  topicAlias?: number | undefined;
  maximumQos?: 0 | 1 | undefined;
  retainAvailable?: 0 | 1 | undefined;
  userProperties?: UserProperties | undefined;
  /** Bytes. */
  maximumPacketSize?: number | undefined;
  wildcardSubscriptionAvailable?: 0 | 1 | undefined;
  subscriptionIdentifiersAvailable?: 0 | 1 | undefined;
  sharedSubscriptionAvailable?: 0 | 1 | undefined;
}

export interface Will {
  topic: string;
  payload: Buffer;
  qos: QoS;
  retain: boolean;
  properties: Properties;
}

export interface ConnectPacket {
  type: 'connect';
  protocolName: 'MQTT' | 'MQIsdp';
  protocolVersion: ProtocolVersion;
  /** The bit that bridges set in the protocol version byte (0x80), a convention of Mosquitto. */
  isBridge: boolean;
  /** `clean session` in MQTT 3. */
  cleanStart: boolean;
  /** Seconds; 0 switches it off. */
  keepAlive: number;
  clientId: string;
  username: string | undefined;
  password: Buffer | undefined;
  will: Will | undefined;
  properties: Properties;
}

export interface ConnackPacket {
  type: 'connack';
  sessionPresent: boolean;
  /** A reason code of MQTT 5. For a version 3 or 4 peer the codec writes the return code of 3.1.1 that fits. */
  reasonCode: number;
  properties: Properties;
}

export interface PublishPacket {
  type: 'publish';
  dup: boolean;
  qos: QoS;
  retain: boolean;
  /** Empty only together with a topic alias (§3.3.2.3.4). */
  topic: string;
  /** Present when and only when the QoS is above 0. */
  packetId: number | undefined;
  properties: Properties;
  payload: Buffer;
}

export interface AcknowledgementPacket {
  type: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp';
  packetId: number;
  reasonCode: number;
  properties: Properties;
}

export interface SubscriptionRequest {
  filter: string;
  qos: QoS;
  noLocal: boolean;
  retainAsPublished: boolean;
  /** 0: send retained messages; 1: only if the subscription is new; 2: never. */
  retainHandling: 0 | 1 | 2;
}

export interface SubscribePacket {
  type: 'subscribe';
  packetId: number;
  subscriptions: readonly SubscriptionRequest[];
  properties: Properties;
}

export interface SubackPacket {
  type: 'suback';
  packetId: number;
  reasonCodes: readonly number[];
  properties: Properties;
}

export interface UnsubscribePacket {
  type: 'unsubscribe';
  packetId: number;
  filters: readonly string[];
  properties: Properties;
}

export interface UnsubackPacket {
  type: 'unsuback';
  packetId: number;
  /** MQTT 3 has none; the codec then writes nothing. */
  reasonCodes: readonly number[];
  properties: Properties;
}

export interface PingreqPacket {
  type: 'pingreq';
}

export interface PingrespPacket {
  type: 'pingresp';
}

export interface DisconnectPacket {
  type: 'disconnect';
  reasonCode: number;
  properties: Properties;
}

export interface AuthPacket {
  type: 'auth';
  reasonCode: number;
  properties: Properties;
}

export type Packet =
  | ConnectPacket
  | ConnackPacket
  | PublishPacket
  | AcknowledgementPacket
  | SubscribePacket
  | SubackPacket
  | UnsubscribePacket
  | UnsubackPacket
  | PingreqPacket
  | PingrespPacket
  | DisconnectPacket
  | AuthPacket;

export type PacketType = Packet['type'];

/** The packet that has this type; the four acknowledgements share one. */
export type PacketOf<Type extends PacketType, Any extends Packet = Packet> = Any extends Packet
  ? Type extends Any['type']
    ? Any
    : never
  : never;
