import type {
  Broker,
  ClientInfo,
  Message,
  PacketListener,
  TappedDelivery,
  TappedEnding,
  TappedFrame,
  TappedPeer,
} from '../broker/door.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { decodePacket } from '../mqtt/codec.ts';
import type { ConnectPacket, Packet } from '../mqtt/packets.ts';
import { createPublishScan, scanPublish } from '../mqtt/publish-frame.ts';
import { eventFields, type TracedEvent, takesEvent } from './event-fields.ts';
import { packetFields } from './packet-fields.ts';
import type { Trace } from './trace.ts';
import type { PayloadEncoding } from './trace-definition.ts';
import type { TraceFilter } from './trace-filter.ts';
import { lineOf, type TracedWho, type TraceFields, type TraceRecord } from './trace-record.ts';

interface EarParts {
  readonly broker: Pick<Broker, 'facts' | 'propertyLimits'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** By the number in the first byte (§2.1.2). */
const TYPES =
  'RESERVED CONNECT CONNACK PUBLISH PUBACK PUBREC PUBREL PUBCOMP SUBSCRIBE SUBACK UNSUBSCRIBE UNSUBACK PINGREQ PINGRESP DISCONNECT AUTH'.split(
    ' ',
  );
const CONNECT = 1;
const PUBLISH = 3;
const SUBSCRIBE = 8;
const UNSUBSCRIBE = 10;
const AUTH = 15;

/** Bytes of a packet that cannot be read. */
const SHOWN_BYTES = 256;

/** Makes lines of what it hears, for those running traces that take it. What goes wrong here stays here. */
export class TraceEars implements PacketListener {
  /** Those that run. */
  running: readonly Trace[] = [];
  readonly #parts: EarParts;
  readonly #scan = createPublishScan();
  /** Whose end was told last, so that the event about the same is not told as well. */
  #ended = '';

  constructor(parts: EarParts) {
    this.#parts = parts;
  }

  onConnect(peer: TappedPeer, packet: ConnectPacket): void {
    this.#tell(
      (filter) => filter.takesPeer(peer) || filter.takesPacket(packet),
      { kind: 'received', type: 'CONNECT', who: whoOf(peer) },
      (encoding) => packetFields(packet, peer.version, encoding),
    );
  }

  onFrame(peer: TappedPeer, frame: TappedFrame): void {
    const type = (frame.buffer[frame.start] as number) >> 4;
    const topic = type === PUBLISH ? this.#topicOf(peer, frame) : undefined;
    const isAboutFilters = type === SUBSCRIBE || type === UNSUBSCRIBE;
    let decoded: Packet | Error | undefined;
    const packet = (): Packet | Error => {
      decoded ??= this.#decode(peer, frame);
      return decoded;
    };
    this.#tell(
      (filter) => {
        if (filter.takesPeer(peer) || (topic !== undefined && filter.takesTopic(topic))) return true;
        if (!isAboutFilters) return false;
        const read = packet();
        return !(read instanceof Error) && filter.takesPacket(read);
      },
      { kind: 'received', type: TYPES[type] ?? '', who: whoOf(peer) },
      (encoding) => {
        const read = packet();
        const bytes = frame.end - frame.start;
        if (read instanceof Error) return unreadableFields(read, type, frame, encoding);
        const fields = packetFields(read, peer.version, encoding);
        return { ...fields, ...(topic !== undefined && { topic }), bytes };
      },
    );
  }

  onSent(peer: TappedPeer, packet: Packet): void {
    this.#tell(
      (filter) => filter.takesPeer(peer),
      { kind: 'sent', type: packet.type.toUpperCase(), who: whoOf(peer) },
      (encoding) => packetFields(packet, peer.version, encoding),
    );
  }

  onSentPublish(peer: TappedPeer, delivery: TappedDelivery, packetId: number, dup: boolean): void {
    const { message, qos, retain, identifiers } = delivery;
    const takes = (filter: TraceFilter): boolean =>
      filter.takesPeer(peer) || filter.takesTopic(message.topic);
    this.#tell(takes, { kind: 'sent', type: 'PUBLISH', who: whoOf(peer) }, (encoding) => ({
      ...packetFields(
        {
          type: 'publish',
          topic: message.topic,
          qos,
          retain,
          dup,
          packetId: packetId === 0 ? undefined : packetId,
          payload: message.payload,
          properties: { ...message.properties, subscriptionIdentifiers: identifiers },
        },
        peer.version,
        encoding,
      ),
      message_id: message.id,
      from_clientid: message.from.clientId,
    }));
    this.#tell(
      (filter) => filter.takesMessage(message) && !takes(filter),
      { kind: 'event', type: 'message.delivered', who: senderOf(message) },
      () => ({
        message_id: message.id,
        topic: message.topic,
        qos,
        to_clientid: peer.knownAs?.clientId,
        to_peername: peer.knownAs?.peerName,
      }),
    );
  }

  onRouted(message: Message, receivers: number): void {
    this.#tell(
      (filter) => filter.takesMessage(message),
      { kind: 'event', type: 'message.routed', who: senderOf(message) },
      () => ({
        message_id: message.id,
        topic: message.topic,
        qos: message.qos,
        retain: message.retain,
        receivers,
      }),
    );
  }

  onEnded(peer: TappedPeer, ending: TappedEnding, wasConnected: boolean): void {
    const { remoteAddress, remotePort } = peer.connection.transport;
    this.#ended = `${remoteAddress}:${remotePort}`;
    this.#tell(
      (filter) => filter.takesPeer(peer),
      {
        kind: 'event',
        type: wasConnected ? 'client.disconnected' : 'connection.closed',
        who: whoOf(peer),
      },
      () => {
        const facts = wasConnected ? this.#parts.broker.facts(peer.knownAs?.clientId ?? '') : undefined;
        return {
          reason: ending.reason,
          sentence: ending.reasonString,
          closed_by: ending.closedBy,
          listener: peer.listener.id,
          ...(facts && { queued: facts.queueLength, inflight: facts.inflightCount }),
        };
      },
    );
  }

  /** @param event that is not told by the packets themselves */
  onEvent(event: TracedEvent): void {
    const isTold =
      event.name === 'connection.refused' && this.#ended === `${event.peerHost}:${event.peerPort}`;
    this.#ended = '';
    if (isTold) return;
    this.#tell(
      (filter) => takesEvent(filter, event),
      { kind: 'event', type: event.name, who: eventWho(event) },
      () => eventFields(event, this.#parts.broker),
    );
  }

  /** A rule has made rows of an event, or failed on it. */
  onRule(ruleId: string, event: TracedEvent, rows: number, error: string | undefined): void {
    this.#tell(
      (filter) => takesEvent(filter, event),
      { kind: 'event', type: error === undefined ? 'rule.matched' : 'rule.failed', who: eventWho(event) },
      () => ({
        rule: ruleId,
        event: event.name,
        ...('message' in event && { topic: event.message.topic, message_id: event.message.id }),
        ...(error === undefined ? { rows } : { error }),
      }),
    );
  }

  #tell(
    takes: (filter: TraceFilter) => boolean,
    about: { readonly kind: TraceRecord['kind']; readonly type: string; readonly who: TracedWho },
    fieldsOf: (encoding: PayloadEncoding) => TraceFields,
  ): void {
    const { clock, logger } = this.#parts;
    const lines: Partial<Record<PayloadEncoding, string>> = {};
    try {
      for (const trace of this.running) {
        if (!takes(trace.filter) || !trace.admits()) continue;
        const { payloadEncoding } = trace;
        lines[payloadEncoding] ??= lineOf({
          time: new Date(clock.now()).toISOString(),
          kind: about.kind,
          type: about.type,
          ...about.who,
          fields: fieldsOf(payloadEncoding),
        });
        trace.append(lines[payloadEncoding] as string);
      }
    } catch (error) {
      logger.error({ err: error, type: about.type }, 'a line of a trace could not be made');
    }
  }

  #decode({ version }: TappedPeer, { buffer, start, body, end }: TappedFrame): Packet | Error {
    try {
      return decodePacket(buffer, start, body, end, version, this.#parts.broker.propertyLimits);
    } catch (error) {
      return error as Error;
    }
  }

  /** Undefined when it cannot be read. */
  #topicOf(peer: TappedPeer, { buffer, start, body, end }: TappedFrame): string | undefined {
    const scan = this.#scan;
    try {
      scanPublish(buffer, buffer[start] as number, body, end, peer.version, scan);
    } catch {
      return undefined;
    }
    if (scan.topicEnd > scan.topicStart) return buffer.toString('utf8', scan.topicStart, scan.topicEnd);
    const packet = this.#decode(peer, { buffer, start, body, end });
    const alias = packet instanceof Error || packet.type !== 'publish' ? 0 : packet.properties.topicAlias;
    return peer.topicAliases?.get(alias ?? 0)?.toString();
  }
}

/** In a CONNECT and an AUTH there may be secrets anywhere. */
function unreadableFields(
  error: Error,
  type: number,
  { buffer, start, end }: TappedFrame,
  encoding: PayloadEncoding,
): TraceFields {
  const isSecret = type === CONNECT || type === AUTH || encoding === 'hidden';
  return {
    error: error.message,
    bytes: end - start,
    ...(!isSecret && { hex: buffer.toString('hex', start, Math.min(end, start + SHOWN_BYTES)) }),
  };
}

function whoOf({ knownAs, connection }: TappedPeer): TracedWho {
  if (knownAs) return clientWho(knownAs);
  const { remoteAddress, remotePort } = connection.transport;
  return { peername: `${remoteAddress}:${remotePort}` };
}

function senderOf({ from }: Pick<Message, 'from'>): TracedWho {
  return { clientid: from.clientId, username: from.username, peername: from.peerName };
}

function clientWho({ clientId, username, peerName }: ClientInfo): TracedWho {
  return { clientid: clientId, username, peername: peerName };
}

function eventWho(event: TracedEvent): TracedWho {
  if ('client' in event) return clientWho(event.client);
  if ('message' in event) return senderOf(event.message);
  return { peername: `${event.peerHost}:${event.peerPort}` };
}
