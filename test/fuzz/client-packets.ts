import { encodePacket } from '../../src/mqtt/codec.ts';
import { malformedExamples } from '../../src/mqtt/malformed-examples.ts';
import type { Packet, Properties, ProtocolVersion, QoS, Will } from '../../src/mqtt/packets.ts';
import { wireExamples } from '../../src/mqtt/wire-examples.ts';
import { connect, publish } from '../support/test-broker.ts';
import type { Random } from './random.ts';

/** Few of each, so that conversations meet: clients take each other over, topics have subscribers. */
const CLIENT_IDS = ['a', 'b', 'c', ''];
const TOPICS = ['t', 't/a', 't/b/c', '/', '$SYS/x', '$delayed/1/t', '$x/y', 'ü'];
const FILTERS = ['t', 't/#', '+/a', '#', '$share/g/t/#', '$share/h/+/b/c', '$queue/t', '$SYS/#', 't/+', '/'];
const BAD_FILTERS = ['', 't/#/a', 't+', '$share/g', '$share//t', 'a/'.repeat(80), '$share/+/t'];

/** What a client may say, and what it must not, by chance. */
export class ClientPackets {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  version(): ProtocolVersion {
    return this.#random.pick([3, 4, 5, 5, 5]);
  }

  connect(version: ProtocolVersion): Packet {
    const random = this.#random;
    const clientId = random.pick(CLIENT_IDS);
    return connect(version === 3 && clientId === '' ? 'a' : clientId, {
      protocolVersion: version,
      cleanStart: random.chance(0.5) || (clientId === '' && version < 5),
      keepAlive: random.pick([0, 1, 10, 65_535]),
      will: random.chance(0.3) ? this.#will(version) : undefined,
      properties: version === 5 ? this.#connectProperties() : {},
    });
  }

  /** A packet that a connected client may send. */
  ordinary(): Packet {
    const random = this.#random;
    const packetId = random.pick([1, 1, 2, 3, 7, 500, 65_535]);
    switch (random.below(9)) {
      case 0:
      case 1:
      case 2:
        return this.#publish(packetId);
      case 3:
        return this.#subscribe(packetId);
      case 4:
        return {
          type: 'unsubscribe',
          packetId,
          filters: Array.from({ length: 1 + random.below(3) }, () => random.pick(FILTERS)),
          properties: {},
        };
      case 5:
        return { type: 'pingreq' };
      case 6:
        if (random.chance(0.9)) return { type: 'pingreq' };
        return { type: 'disconnect', reasonCode: random.pick([0, 4]), properties: {} };
      default:
        return {
          type: random.pick(['puback', 'pubrec', 'pubrel', 'pubcomp']),
          packetId,
          reasonCode: 0,
          properties: {},
        };
    }
  }

  /** Bytes that are no packet of a well-behaved client, or hardly. */
  strange(version: ProtocolVersion): Buffer {
    const random = this.#random;
    switch (random.below(5)) {
      case 0:
        return random.pick(malformedExamples).bytes;
      case 1:
        return random.pick(wireExamples).bytes;
      case 2:
        return this.#noise(random.below(60));
      case 3:
        return Buffer.concat([Buffer.of(random.below(256), random.below(64)), this.#noise(random.below(64))]);
      default:
        return this.mutated(encodePacket(this.ordinary(), version));
    }
  }

  /** The bytes with a few of them replaced, put in or taken out. */
  mutated(bytes: Buffer): Buffer {
    const random = this.#random;
    const result = [...bytes];
    for (let mutations = 1 + random.below(3); mutations > 0; mutations--) {
      const at = random.below(Math.max(1, result.length));
      const kind = random.below(3);
      if (kind === 0) result[at] = random.below(256);
      else if (kind === 1) result.splice(at, 0, random.below(256));
      else result.splice(at, 1);
    }
    return Buffer.from(result);
  }

  #publish(packetId: number): Packet {
    const random = this.#random;
    const qos = random.below(3) as QoS;
    const payload = 'x'.repeat(random.pick([0, 1, 10, 20_000]));
    const properties: Properties = {};
    if (random.chance(0.2)) properties.messageExpiryInterval = random.pick([0, 1, 4_294_967_295]);
    if (random.chance(0.2)) properties.topicAlias = random.pick([1, 2, 16, 17]);
    if (random.chance(0.2)) properties.userProperties = [['k', 'v']];
    return publish(properties.topicAlias && random.chance(0.3) ? '' : random.pick(TOPICS), payload, qos, {
      packetId: qos === 0 ? undefined : packetId,
      retain: random.chance(0.2),
      dup: qos > 0 && random.chance(0.1),
      properties,
    });
  }

  #subscribe(packetId: number): Packet {
    const random = this.#random;
    const subscriptions = Array.from({ length: 1 + random.below(4) }, () => {
      const filter = random.pick(random.chance(0.9) ? FILTERS : BAD_FILTERS);
      return {
        filter,
        qos: random.below(3) as QoS,
        noLocal: !filter.startsWith('$share') && random.chance(0.2),
        retainAsPublished: random.chance(0.3),
        retainHandling: random.below(3) as 0 | 1 | 2,
      };
    });
    const properties = random.chance(0.3) ? { subscriptionIdentifiers: [1 + random.below(300)] } : {};
    return { type: 'subscribe', packetId, subscriptions, properties };
  }

  #will(version: ProtocolVersion): Will {
    const random = this.#random;
    return {
      topic: random.pick(TOPICS),
      payload: Buffer.from('will'),
      qos: random.below(3) as QoS,
      retain: random.chance(0.2),
      properties: version === 5 && random.chance(0.5) ? { willDelayInterval: random.below(5) } : {},
    };
  }

  #connectProperties(): Properties {
    const random = this.#random;
    const properties: Properties = {};
    if (random.chance(0.5)) properties.sessionExpiryInterval = random.pick([0, 1, 60, 4_294_967_295]);
    if (random.chance(0.3)) properties.receiveMaximum = random.pick([1, 2, 65_535]);
    if (random.chance(0.2)) properties.maximumPacketSize = random.pick([1, 30, 100, 1_000_000]);
    if (random.chance(0.3)) properties.topicAliasMaximum = random.pick([0, 1, 10]);
    if (random.chance(0.2)) properties.requestResponseInformation = 1;
    if (random.chance(0.2)) properties.requestProblemInformation = 0;
    if (random.chance(0.1)) properties.authenticationMethod = 'SCRAM-SHA-256';
    return properties;
  }

  #noise(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.#random.below(256)));
  }
}
