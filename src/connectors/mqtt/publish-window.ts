import type { Packet, Properties, QoS } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { Outcome } from '../outcome.ts';
import type { MqttLink } from './mqtt-link.ts';
import { answerOf, judgeAcknowledgement } from './mqtt-verdicts.ts';

export interface OutgoingMessage {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly properties: Properties;
}

interface Publication {
  readonly message: OutgoingMessage;
  readonly settle: (outcome: Outcome) => void;
  /** Nobody waits for it any more, but the other broker may still acknowledge it. */
  isAbandoned: boolean;
}

const LAST_PACKET_ID = 65_535;
const MOST_UNSENT_BYTES = 1024 * 1024;
/** Header, packet id and lengths; generous. */
const PACKET_OVERHEAD = 64;

/** What is published over one link: so many at a time as both sides allow, in order, each until it is acknowledged. */
export class PublishWindow {
  readonly #link: MqttLink;
  readonly #size: number;
  readonly #inflight = new Map<number, Publication>();
  readonly #waiting: Publication[] = [];
  #lastId = 0;

  constructor(link: MqttLink, size: number) {
    this.#link = link;
    this.#size = size;
  }

  /** Never rejects. The link has to be connected. */
  publish(message: OutgoingMessage, signal: AbortSignal): Promise<Outcome> {
    return new Promise((resolve) => {
      const abort = (): void => {
        publication.isAbandoned = true;
        settle({ kind: 'unavailable', cause: 'network', reason: (signal.reason as Error).message });
        this.#resetWhenStuck();
      };
      const settle = (outcome: Outcome): void => {
        signal.removeEventListener('abort', abort);
        resolve(outcome);
      };
      const publication: Publication = { message, settle, isAbandoned: false };
      if (signal.aborted) {
        abort();
        return;
      }
      signal.addEventListener('abort', abort, { once: true });
      this.#waiting.push(publication);
      this.#fill();
    });
  }

  received(packet: Packet): void {
    switch (packet.type) {
      case 'puback':
      case 'pubcomp':
        this.#acknowledged(packet.packetId, packet.reasonCode, packet.properties);
        break;
      case 'pubrec':
        if (packet.reasonCode >= ReasonCode.UnspecifiedError)
          this.#acknowledged(packet.packetId, packet.reasonCode, packet.properties);
        else this.#link.send({ type: 'pubrel', packetId: packet.packetId, reasonCode: 0, properties: {} });
        break;
      default:
    }
  }

  /** Nothing that was sent is acknowledged any more. */
  closed(reason: string): void {
    const all = [...this.#inflight.values(), ...this.#waiting.splice(0)];
    this.#inflight.clear();
    for (const { settle } of all) settle({ kind: 'unavailable', cause: 'network', reason });
  }

  #acknowledged(packetId: number, reasonCode: number, { reasonString }: Properties): void {
    const publication = this.#inflight.get(packetId);
    if (!publication) return;
    this.#inflight.delete(packetId);
    publication.settle(judgeAcknowledgement(reasonCode, reasonString));
    this.#fill();
  }

  #fill(): void {
    const limit = Math.min(this.#size, this.#link.connack?.properties.receiveMaximum ?? LAST_PACKET_ID);
    while (this.#inflight.size < limit && this.#link.connack) {
      const publication = this.#waiting.shift();
      if (!publication) return;
      if (!publication.isAbandoned) this.#send(publication);
    }
  }

  #send(publication: Publication): void {
    const { message, settle } = publication;
    const refusal = this.#refusalOf(message);
    if (refusal !== undefined) {
      settle(judgeAcknowledgement(refusal, undefined));
      return;
    }
    const { qos } = message;
    if (qos === 0 && this.#link.unsent > MOST_UNSENT_BYTES) {
      settle({ kind: 'unavailable', cause: 'throttled', reason: 'the other broker reads too slowly' });
      return;
    }
    const packetId = qos === 0 ? undefined : this.#nextId();
    try {
      this.#link.send({ type: 'publish', dup: false, packetId, ...message });
    } catch (error) {
      // A text that MQTT cannot carry: too long, or no Unicode.
      settle({ kind: 'rejected', cause: 'message', reason: (error as Error).message });
      return;
    }
    if (packetId !== undefined) this.#inflight.set(packetId, publication);
    // Nobody acknowledges it: it was handed to the network.
    if (qos === 0) settle({ kind: 'delivered', answer: answerOf(0, 'sent with QoS 0') });
  }

  /** What the other broker said in CONNACK that it will not take (§3.2.2.3). */
  #refusalOf({ topic, payload, qos, retain }: OutgoingMessage): number | undefined {
    const {
      maximumQos = 2,
      retainAvailable = 1,
      maximumPacketSize = Infinity,
    } = this.#link.connack?.properties ?? {};
    if (qos > maximumQos) return ReasonCode.QosNotSupported;
    if (retain && retainAvailable === 0) return ReasonCode.RetainNotSupported;
    const bytes = payload.length + Buffer.byteLength(topic) + PACKET_OVERHEAD;
    return bytes > maximumPacketSize ? ReasonCode.PacketTooLarge : undefined;
  }

  #nextId(): number {
    do this.#lastId = (this.#lastId % LAST_PACKET_ID) + 1;
    while (this.#inflight.has(this.#lastId));
    return this.#lastId;
  }

  /** All that it waits for was given up: it would wait for ever. */
  #resetWhenStuck(): void {
    const stuck = [...this.#inflight.values()].every(({ isAbandoned }) => isAbandoned);
    if (stuck && this.#inflight.size > 0) this.#link.reset('the other broker does not acknowledge');
  }
}
