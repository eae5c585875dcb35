import { createHash, randomBytes } from 'node:crypto';
import type { ConnectionOptions } from 'node:tls';
import { z } from 'zod';
import { refuseHost } from '../../lib/address-rules.ts';
import { parseDuration } from '../../lib/duration.ts';
import { parseServer, type ServerAddress, showServer } from '../../lib/server-address.ts';
import { toTlsOptions } from '../../lib/tls-settings.ts';
import type { ConnectPacket, Properties, ProtocolVersion, QoS } from '../../mqtt/packets.ts';
import { isValidTopicFilter, isValidTopicName } from '../../mqtt/topics.ts';
import {
  type ConnectorHandle,
  type ConnectorIdentity,
  defineConnector,
  type Parcel,
  type ProbeResult,
} from '../connector.ts';
import { untilAborted } from '../driver-failures.ts';
import type { Outcome } from '../outcome.ts';
import { type Payload, payloadBytes } from '../payload.ts';
import type { SourceLine, SourceRequest } from '../source.ts';
import { isGoingInCircle, withMark } from './message-trail.ts';
import { MqttLine } from './mqtt-line.ts';
import { MqttLink } from './mqtt-link.ts';
import { MQTT_PORT, type MqttSettings, mqttSettings } from './mqtt-settings.ts';
import { PublishWindow } from './publish-window.ts';

/** One message, all templates filled in. */
export interface MqttRequest {
  topic: string;
  qos: QoS;
  retain: boolean;
  payload: Payload;
  /** Left out where the other broker is spoken to in MQTT 3. */
  properties?: MqttRequestProperties | undefined;
}

export type MqttRequestProperties = Pick<
  Properties,
  'contentType' | 'messageExpiryInterval' | 'payloadFormatIndicator' | 'responseTopic' | 'userProperties'
>;

const sourceParameters = z.strictObject({
  topic: z
    .string()
    .refine(isValidTopicFilter, { error: 'write a topic filter, such as site/+/temp' })
    .meta({ description: 'Topic filter at the other broker; `$share/group/filter` where it knows that.' }),
  qos: z
    .int()
    .min(0)
    .max(2)
    .default(1)
    .meta({ description: 'From 1 on a message is acknowledged when what it caused is stored.' }),
});

/** Another MQTT broker: what is sent there, and what comes from there. Delivered is PUBACK or PUBCOMP. */
export const mqtt = defineConnector<typeof mqttSettings, MqttRequest>({
  type: 'mqtt',
  settings: mqttSettings,
  source: { parameters: sourceParameters },
  async open(settings, identity) {
    const server = parseServer(settings.server, MQTT_PORT);
    if (!server) throw new Error(`${settings.server} is no server`);
    refuseHost(server.host);
    const tls = settings.ssl.enable ? ((await toTlsOptions(settings.ssl)) as ConnectionOptions) : undefined;
    return new MqttHandle(settings, server, tls, identity);
  },
  describe(_settings, { topic, qos, retain, payload, properties }) {
    return {
      topic,
      qos,
      retain,
      payload: typeof payload === 'string' ? payload : { ...payload },
      ...(properties && { properties: { ...properties } }),
    };
  },
});

const VERSIONS = { v3: 3, v4: 4, v5: 5 } as const satisfies Record<string, ProtocolVersion>;

/** Of sessions that are kept for sources: seconds. */
const SESSION_EXPIRY = 7 * 86_400;

interface Sender {
  readonly link: MqttLink;
  readonly window: PublishWindow;
}

class MqttHandle implements ConnectorHandle<MqttRequest> {
  readonly concurrency: number;
  readonly #settings: MqttSettings;
  readonly #server: ServerAddress;
  readonly #tls: ConnectionOptions | undefined;
  readonly #clientId: string;
  readonly #senders: readonly Sender[];
  readonly #lines = new Set<SourceLine>();
  #inFlight = 0;
  #onIdle: (() => void) | undefined;

  constructor(
    settings: MqttSettings,
    server: ServerAddress,
    tls: ConnectionOptions | undefined,
    identity: ConnectorIdentity | undefined,
  ) {
    this.concurrency = settings.pool_size * settings.max_inflight;
    this.#settings = settings;
    this.#server = server;
    this.#tls = tls;
    const own = identity ? `${identity.name}:${identity.node}` : `probe:${randomBytes(6).toString('hex')}`;
    this.#clientId = settings.clientid_prefix ? `${settings.clientid_prefix}:${own}` : own;
    this.#senders = Array.from({ length: settings.pool_size }, (_, index) => this.#openSender(index + 1));
  }

  async send({ request }: Parcel<MqttRequest>, signal: AbortSignal): Promise<Outcome> {
    const { topic, qos, retain, payload, properties = {} } = request;
    if (!isValidTopicName(topic)) {
      const reason = `${JSON.stringify(topic)} is no topic name: without + and #, and not empty`;
      return { kind: 'rejected', cause: 'message', reason };
    }
    if (isGoingInCircle(properties)) {
      return {
        kind: 'rejected',
        cause: 'message',
        reason: 'it went out of here again and again: it goes in a circle',
      };
    }
    const { link, window } = this.#senderOf(topic);
    this.#inFlight++;
    try {
      // Those that wait for the connection go on in their order: one promise wakes them.
      if (!link.connack) await untilAborted(link.attempt(), signal);
      if (!link.connack) return { kind: 'unavailable', cause: 'network', reason: link.fault };
      const userProperties = withMark(properties.userProperties ?? []);
      const message = {
        topic,
        qos,
        retain,
        payload: payloadBytes(payload),
        properties: this.#settings.proto_ver === 'v5' ? { ...properties, userProperties } : {},
      };
      return await window.publish(message, signal);
    } catch (error) {
      return { kind: 'unavailable', cause: 'network', reason: (error as Error).message };
    } finally {
      this.#inFlight--;
      if (this.#inFlight === 0) this.#onIdle?.();
    }
  }

  /** The window of the connection is the batch: all are under way together, in their order. */
  sendBatch(parcels: readonly Parcel<MqttRequest>[], signal: AbortSignal): Promise<readonly Outcome[]> {
    return Promise.all(parcels.map((parcel) => this.send(parcel, signal)));
  }

  /** A connection is no message. */
  async probe(signal: AbortSignal): Promise<ProbeResult> {
    for (const { link } of this.#senders) {
      try {
        await untilAborted(link.attempt(), signal);
      } catch (error) {
        return { reachable: false, reason: (error as Error).message };
      }
      if (!link.connack) return { reachable: false, reason: link.fault };
    }
    return { reachable: true };
  }

  listen(request: SourceRequest): SourceLine {
    const { topic, qos } = request.parameters as z.output<typeof sourceParameters>;
    const { bridge_mode: retainAsPublished } = this.#settings;
    const clientId = `${this.#clientId}:source:${request.name}`;
    const subscription = {
      filter: topic,
      qos: qos as QoS,
      noLocal: false,
      retainAsPublished,
      retainHandling: 0,
    } as const;
    const line = new MqttLine(request, showServer(this.#server), subscription, () => this.#forget(clientId));
    const link = this.#openLink(clientId, this.#settings.clean_start, {
      opened: ({ sessionPresent }) => line.opened(sessionPresent),
      received: (packet) => line.received(packet),
      closed: () => line.closed(),
    });
    line.startOn(link);
    this.#lines.add(line);
    return line;
  }

  async drain(): Promise<void> {
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.close();
  }

  async close(): Promise<void> {
    await Promise.all([
      ...this.#senders.map(({ link }) => link.end()),
      ...[...this.#lines].map((line) => line.close(false)),
    ]);
  }

  #openSender(number: number): Sender {
    const link = this.#openLink(`${this.#clientId}:${number}`, true, {
      opened: () => undefined,
      received: (packet) => window.received(packet),
      closed: (reason) => window.closed(reason),
    });
    const window = new PublishWindow(link, this.#settings.max_inflight);
    return { link, window };
  }

  #openLink(
    clientId: string,
    cleanStart: boolean,
    user: ConstructorParameters<typeof MqttLink>[1],
  ): MqttLink {
    const { connect_timeout } = this.#settings;
    const connectTimeout = parseDuration(connect_timeout) ?? 10_000;
    const connect = this.#connectPacket(clientId, cleanStart);
    return new MqttLink({ server: this.#server, tls: this.#tls, connectTimeout, connect }, user);
  }

  #connectPacket(clientId: string, cleanStart: boolean): ConnectPacket {
    const { proto_ver, bridge_mode, username, password, keepalive, max_inflight } = this.#settings;
    const protocolVersion = VERSIONS[proto_ver];
    return {
      type: 'connect',
      protocolName: protocolVersion === 3 ? 'MQIsdp' : 'MQTT',
      protocolVersion,
      isBridge: bridge_mode && protocolVersion < 5,
      cleanStart,
      keepAlive: Math.ceil((parseDuration(keepalive) ?? 0) / 1000),
      // MQTT 3.1 takes no more than 23 characters.
      clientId: protocolVersion === 3 && clientId.length > 23 ? shortened(clientId) : clientId,
      username,
      password: password === undefined ? undefined : Buffer.from(password),
      will: undefined,
      properties:
        protocolVersion < 5
          ? {}
          : { receiveMaximum: max_inflight, ...(!cleanStart && { sessionExpiryInterval: SESSION_EXPIRY }) },
    };
  }

  /** A clean session replaces the kept one, and ends with its connection. */
  async #forget(clientId: string): Promise<void> {
    if (this.#settings.clean_start) return;
    const ignore = (): void => undefined;
    const link = this.#openLink(clientId, true, { opened: ignore, received: ignore, closed: ignore });
    await link.attempt();
    await link.end();
  }

  /** The same topic, the same connection. */
  #senderOf(topic: string): Sender {
    const [first, ...others] = this.#senders;
    if (!first) throw new Error('a pool has at least one connection');
    if (others.length === 0) return first;
    const hash = createHash('sha1').update(topic).digest().readUInt32BE();
    return this.#senders[hash % this.#senders.length] ?? first;
  }
}

function shortened(clientId: string): string {
  return createHash('sha256').update(clientId).digest('hex').slice(0, 23);
}
