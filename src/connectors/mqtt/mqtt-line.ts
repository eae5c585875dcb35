import type { Packet, PublishPacket, SubscriptionRequest } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { SourceLine, SourceRequest, SourceStatus } from '../source.ts';
import { isGoingInCircle } from './message-trail.ts';
import type { MqttLink } from './mqtt-link.ts';
import { describeRefusal } from './mqtt-verdicts.ts';

const SUBSCRIBE_ID = 1;

/** Messages that rules may be at work on; the connection is read no further then. */
const MOST_PENDING = 1000;

interface Pending {
  readonly packet: PublishPacket;
  isStored: boolean;
}

/**
 * One subscription at another broker. A message is acknowledged when what rules made of it is stored, in the order of
 * arrival [MQTT-4.6.0-2]; where that fails the connection is made again, and the other broker sends it once more.
 */
export class MqttLine implements SourceLine {
  readonly #request: SourceRequest;
  readonly #server: string;
  readonly #subscription: SubscriptionRequest;
  readonly #forget: () => Promise<void>;
  #link: MqttLink | undefined;
  #refusal: string | undefined;
  #granted = Promise.withResolvers<void>();
  #isSubscribed = false;
  #pending: Pending[] = [];
  /** Packet identifiers of QoS 2 that were answered with PUBREC and not yet released. */
  readonly #unreleased = new Set<number>();

  /** @param forget ends the session that the other broker keeps for this client id */
  constructor(
    request: SourceRequest,
    server: string,
    subscription: SubscriptionRequest,
    forget: () => Promise<void>,
  ) {
    this.#request = request;
    this.#server = server;
    this.#subscription = subscription;
    this.#forget = forget;
  }

  get status(): SourceStatus {
    if (this.#isSubscribed) return { connected: true };
    const reason = this.#refusal ?? this.#link?.fault ?? 'not connected yet';
    return { connected: false, reason };
  }

  startOn(link: MqttLink): void {
    this.#link = link;
    link.start();
  }

  async check(): Promise<void> {
    await this.#link?.attempt();
    if (this.#link?.connack && !this.#isSubscribed && this.#refusal === undefined)
      await this.#granted.promise;
  }

  async close(forget: boolean): Promise<void> {
    await this.#link?.end();
    if (forget) await this.#forget();
  }

  opened(sessionPresent: boolean): void {
    this.#refusal = undefined;
    if (!sessionPresent) this.#unreleased.clear();
    const subscriptions = [this.#subscription];
    this.#link?.send({ type: 'subscribe', packetId: SUBSCRIBE_ID, subscriptions, properties: {} });
  }

  closed(): void {
    this.#isSubscribed = false;
    this.#pending = [];
    this.#granted.resolve();
    this.#granted = Promise.withResolvers();
  }

  received(packet: Packet): void {
    if (packet.type === 'publish') this.#arrived(packet);
    else if (packet.type === 'pubrel') {
      this.#unreleased.delete(packet.packetId);
      this.#link?.send({ type: 'pubcomp', packetId: packet.packetId, reasonCode: 0, properties: {} });
    } else if (packet.type === 'suback') {
      const [code = ReasonCode.UnspecifiedError] = packet.reasonCodes;
      if (code < ReasonCode.UnspecifiedError) this.#isSubscribed = true;
      else {
        const what = `the other broker refused the subscription to ${this.#subscription.filter}`;
        this.#refusal = describeRefusal(what, code, packet.properties.reasonString);
      }
      this.#granted.resolve();
    }
  }

  #arrived(packet: PublishPacket): void {
    const { packetId, qos } = packet;
    // Sent again, and here already [MQTT-4.3.3-10].
    if (qos === 2 && packetId !== undefined && this.#unreleased.has(packetId)) {
      this.#acknowledge(packet);
      return;
    }
    const pending: Pending = { packet, isStored: false };
    if (qos > 0) this.#pending.push(pending);
    if (isGoingInCircle(packet.properties)) {
      this.#request.dropped('it went out of here again and again: it goes in a circle');
      this.#stored(pending);
      return;
    }
    if (this.#pending.length > MOST_PENDING) this.#link?.pause();
    const { topic, retain, dup, payload, properties } = packet;
    const message = { server: this.#server, topic, qos, retain, dup, payload, properties };
    void this.#request.hear(message).then((isStored) => {
      if (isStored) this.#stored(pending);
      else if (qos > 0) this.#link?.reset('what a message caused could not be stored');
    });
  }

  #stored(pending: Pending): void {
    pending.isStored = true;
    let done = 0;
    while (this.#pending[done]?.isStored) done++;
    for (const { packet } of this.#pending.splice(0, done)) this.#acknowledge(packet);
    if (this.#pending.length <= MOST_PENDING) this.#link?.resume();
  }

  #acknowledge({ qos, packetId }: PublishPacket): void {
    if (packetId === undefined || !this.#link?.connack) return;
    if (qos === 2) this.#unreleased.add(packetId);
    this.#link.send({ type: qos === 2 ? 'pubrec' : 'puback', packetId, reasonCode: 0, properties: {} });
  }
}
