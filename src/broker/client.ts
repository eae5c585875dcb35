import {
  ACKNOWLEDGEMENT_SIZE,
  AcknowledgementByte,
  REASONED_ACKNOWLEDGEMENT_SIZE,
  writeAcknowledgement,
  writeReasonedAcknowledgement,
} from '../mqtt/acknowledgement.ts';
import { decodePacket } from '../mqtt/codec.ts';
import type { Framer } from '../mqtt/framer.ts';
import { protocolError } from '../mqtt/mqtt-error.ts';
import type { ConnectPacket, Packet, Properties, ProtocolVersion, Will } from '../mqtt/packets.ts';
import { ReasonCode } from '../mqtt/reason-codes.ts';
import type { RightsHolder } from './access/authorization/authorization.ts';
import type { AuthorizationCache } from './access/authorization/authorization-cache.ts';
import type { MqttBroker } from './broker.ts';
import type { Connection, ConnectionUser } from './connections/connection.ts';
import { encodeFitted, type PacketLimits } from './connections/fitted-packet.ts';
import { Hold } from './connections/hold.ts';
import type { OutgoingAliases } from './connections/outgoing-aliases.ts';
import { writeOutgoingPublish } from './connections/outgoing-publish.ts';
import type { Departing } from './departures.ts';
import { NOT_CONNECTED, reasonOfError } from './disconnect-reason.ts';
import type { ClientInfo, ClosedBy } from './events.ts';
import { handleShortAcknowledgement } from './handlers/acknowledgements.ts';
import { refuseLate } from './handlers/connect.ts';
import type { Exchange } from './handlers/enhanced-authentication.ts';
import { endAfterError } from './handlers/errors.ts';
import { handlePacket } from './handlers/packet-handlers.ts';
import { handlePublishFrame } from './handlers/publish.ts';
import { type Pace, paceOf } from './limits/pace.ts';
import type { ListenerSeats } from './listener-seats.ts';
import { countSent } from './metrics.ts';
import { type TappedPeer, tappedAcknowledgement } from './packet-tap.ts';
import { tellRefused } from './refused-connection.ts';
import type { Outgoing } from './sessions/message-queue.ts';
import type { Outlet } from './sessions/outlet.ts';
import type { Session } from './sessions/session.ts';
import type { Deadline, Timed } from './timing-wheel.ts';
import { Traffic } from './traffic.ts';

/** First byte of the packet. */
const CONNACK = 0x20;

const CONNECT_TYPE = 1;
const PUBLISH_TYPE = 3;

/** How a connection ended. */
export interface Ending {
  /** The `reason` of `client.disconnected`, by EMQX's names: see `disconnect-reason.ts`. */
  readonly reason: string;
  readonly closedBy: ClosedBy;
  /** What an MQTT 5 client is told in a DISCONNECT; undefined when it is told nothing. */
  readonly reasonCode?: ReasonCode | undefined;
  /** The same as a sentence for whoever debugs the client; it holds no secret. */
  readonly reasonString?: string;
  /** Of the client's own DISCONNECT. */
  readonly properties?: Properties;
  /** Whether the session ends with the connection, whatever its expiry interval. */
  readonly endsSession?: boolean;
  /** When it ended, if not now: Unix milliseconds. */
  readonly at?: number;
  /** Only a DISCONNECT with reason 0x00 takes the will back [MQTT-3.14.4-3]. */
  readonly withoutWill?: boolean;
}

/** Who is at the other end of one connection, and where the conversation stands. */
export class Client
  implements ConnectionUser, Departing, Outlet, PacketLimits, RightsHolder, TappedPeer, Timed
{
  readonly broker: MqttBroker;
  readonly connection: Connection;
  readonly listener: ListenerSeats;
  #departure: Ending | undefined = undefined;
  readonly received = new Traffic();
  readonly sent = new Traffic();
  /** `authenticating` while the answer to CONNECT is not known, `challenged` while the client has to prove who it is. */
  phase: 'connecting' | 'authenticating' | 'challenged' | 'connected' | 'closed' = 'connecting';
  version: ProtocolVersion = 4;
  will: Will | undefined = undefined;
  /** Who wants to come in, while the answer is not known. */
  attempt: ClientInfo | undefined = undefined;
  /** Its CONNECT, while it is challenged. */
  challenged: ConnectPacket | undefined = undefined;
  /** The enhanced authentication that is under way. */
  exchange: Exchange | undefined = undefined;
  /** The authentication method by which it came in. */
  method: string | undefined = undefined;
  /** The end of what its authentication was good for. */
  expiry: Deadline | undefined = undefined;
  /** The largest packet that the client takes, in bytes (§3.1.2.11.4). */
  maximumPacketSize = Number.POSITIVE_INFINITY;
  /** Whether it wants reason strings in other packets than CONNACK and DISCONNECT (§3.1.2.11.7). */
  wantsProblems = true;
  /** Topic names by the alias that the client gave them, as bytes. */
  topicAliases: Map<number, Buffer> | undefined = undefined;
  /** The version of the access rules under which it may publish what it likes; see `Authorization`. */
  publishPass = -1;
  /** What was decided about its rights. */
  rights: AuthorizationCache | undefined = undefined;
  /** Undefined for a client without a bound to its rates. */
  pace: Pace | undefined = undefined;
  /** The aliases that the broker gives; undefined for a client that takes none, which is nearly every one. */
  outgoingAliases: OutgoingAliases | undefined = undefined;
  /** Of its coming: see `presence-sequence.ts`. 0 before it. */
  sequence = 0;
  /** For the timing wheel: first the time for CONNECT, then the keep-alive. */
  tick = -1;
  /** Milliseconds without a packet after which the client counts as gone, 0 for never. */
  keepAliveTime = 0;
  #info: ClientInfo | undefined = undefined;
  #session: Session | undefined = undefined;
  /** When the bytes at hand arrived, Unix milliseconds: the clock is read once per chunk, not per packet. */
  now: number;
  #lastPacketAt: number;

  constructor(broker: MqttBroker, connection: Connection, listener: ListenerSeats, connectBy: number) {
    this.broker = broker;
    this.connection = connection;
    this.listener = listener;
    connection.framer.expectedType = CONNECT_TYPE; // [MQTT-3.1.0-1]
    this.now = broker.clock.now();
    this.#lastPacketAt = this.now;
    broker.wheel.schedule(this, connectBy);
  }

  get info(): ClientInfo {
    if (!this.#info) throw new Error('the client has not sent its CONNECT');
    return this.#info;
  }

  get knownAs(): ClientInfo | undefined {
    return this.#info ?? this.attempt;
  }

  get session(): Session {
    if (!this.#session) throw new Error('the client has no session');
    return this.#session;
  }

  /** CONNECT was accepted. */
  become(info: ClientInfo, session: Session): void {
    this.#info = info;
    this.attempt = undefined;
    this.#session = session;
    this.phase = 'connected';
    this.connection.framer.maximumPacketSize = this.broker.settings.maximumPacketSize;
    this.pace = paceOf(this);
    this.setKeepAlive(info.keepAlive);
  }

  /** @param seconds 0 switches it off */
  setKeepAlive(seconds: number): void {
    this.keepAliveTime = seconds * 1000 * this.broker.settings.keepAliveMultiplier;
    if (this.#info) this.#info.keepAlive = seconds;
    if (this.keepAliveTime > 0) this.broker.wheel.schedule(this, this.#lastPacketAt + this.keepAliveTime);
    else this.broker.wheel.cancel(this);
  }

  onFrame(framer: Framer): void {
    const { broker } = this;
    this.#lastPacketAt = this.now;
    broker.metrics['packets.received']++;
    this.received.packets++;
    const { firstByte } = framer;
    if (this.phase !== 'connecting') broker.tap.listener?.onFrame(this, framer);
    if (this.phase === 'connected') {
      if (firstByte >> 4 === PUBLISH_TYPE) {
        handlePublishFrame(this, framer, firstByte);
        return;
      }
      if (handleShortAcknowledgement(this, framer, firstByte)) return;
      // Whatever is in it: a wrong version, for one, has a reason code that a DISCONNECT cannot carry.
      if (firstByte >> 4 === CONNECT_TYPE) throw protocolError('a second CONNECT'); // [MQTT-3.1.0-2]
    }
    framer.expectedType = 0;
    const { buffer, start, body, end } = framer;
    handlePacket(this, decodePacket(buffer, start, body, end, this.version, broker.settings.propertyLimits));
  }

  /** A deadline of the wheel: no CONNECT in time, or nothing heard for 1.5 times the keep-alive [MQTT-3.1.2-22]. */
  due(now: number): void {
    // There is nobody to take leave of: who has time for no CONNECT may have none for a closing handshake either.
    if (this.phase === 'connecting') this.endAtOnce('idle_timeout');
    else if (this.phase !== 'connected') refuseLate(this);
    else if (!this.connection.isListening) {
      // It may have sent what we did not look at: silence of our own making is no sign of anything.
      this.broker.wheel.schedule(this, now + this.keepAliveTime);
    } else if (now < this.#lastPacketAt + this.keepAliveTime) {
      this.broker.wheel.schedule(this, this.#lastPacketAt + this.keepAliveTime);
    } else
      this.end({
        reason: 'keepalive_timeout',
        closedBy: 'server',
        reasonCode: ReasonCode.KeepAliveTimeout,
        reasonString: `nothing was heard for ${this.keepAliveTime / 1000} s`,
      });
  }

  onError(error: unknown): void {
    endAfterError(this, error);
  }

  onClosed(reason: string): void {
    if (this.phase === 'closed' || this.#departure) return;
    this.#departure = { reason, closedBy: 'network', at: this.broker.clock.now() };
    this.broker.departures.add(this);
  }

  /** The connection broke a moment ago; now it is its turn to be accounted for. */
  depart(): void {
    if (this.#departure) this.end(this.#departure);
  }

  onRoom(): void {
    if (this.phase === 'connected' && this.session.isWaiting) this.session.onRoom(this.broker.clock.now());
  }

  onCongested(): void {
    this.broker.slowConsumers.watch(this);
  }

  onRelease(): void {
    this.now = this.broker.clock.now();
    this.#lastPacketAt = this.now;
  }

  /** Nobody is told of what a crash could take back: the client comes again and asks again. */
  onUnstored(): void {
    const { qos1, qos2 } = this.received;
    if (qos1 + qos2 === 0 && !this.#session?.log) return;
    this.connection.output.discard();
    this.end({ reason: reasonOfError(ReasonCode.QuotaExceeded), closedBy: 'server' });
  }

  onReceived(bytes: number): void {
    const { clock, metrics } = this.broker;
    this.now = clock.now();
    this.received.operations++;
    this.received.bytes += bytes;
    metrics['bytes.received'] += bytes;
  }

  onSent(bytes: number): void {
    this.sent.operations++;
    this.sent.bytes += bytes;
    this.broker.metrics['bytes.sent'] += bytes;
  }

  /** Ends the connection. The first reason stands: there is one `client.disconnected` for each `client.connected`. */
  end(cause: Ending): void {
    if (this.phase === 'closed') return;
    // Whatever comes before its turn to be accounted for: it left when its connection broke.
    const ending = this.#departure ?? cause;
    const wasConnected = this.phase === 'connected';
    this.phase = 'closed';
    this.broker.wheel.cancel(this);
    this.pace?.stop();
    if (this.expiry) this.broker.wheel.cancel(this.expiry);
    if (wasConnected && this.version === 5 && ending.reasonCode !== undefined) {
      const { reasonCode, reasonString } = ending;
      this.send({ type: 'disconnect', reasonCode, properties: { reasonString } });
    }
    this.broker.tap.listener?.onEnded(this, ending, wasConnected);
    // Of a refused CONNECT `client.connack` tells.
    if (!wasConnected && ending.closedBy === 'server' && ending.reason !== NOT_CONNECTED)
      tellRefused(this, ending);
    this.connection.end();
    this.broker.ended(this, wasConnected, ending);
  }

  /** Closes a connection without a word and without sending what waits. */
  endAtOnce(reason: string): void {
    this.end({ reason, closedBy: 'server' });
    this.connection.destroy();
  }

  /** Sends it, or ends the connection of a client that takes no packet of this size and would wait for it in vain. */
  send(packet: Packet): void {
    const bytes = encodeFitted(packet, this);
    if (!bytes) {
      // No DISCONNECT before the CONNACK, which this may be [MQTT-3.14.0-1].
      const reasonCode = packet.type === 'connack' ? undefined : ReasonCode.PacketTooLarge;
      this.end({ reason: 'frame_too_large', closedBy: 'server', reasonCode });
      return;
    }
    this.connection.output.append(bytes);
    this.broker.tap.listener?.onSent(this, packet);
    if ('packetId' in packet) this.connection.acknowledges = true;
    this.connection.markOutput();
    this.#count();
    countSent(this.broker.metrics, packet.type);
  }

  /** CONNACK of MQTT 3 that lets the client in, in its four bytes; 3.1 knows no session present [MQTT-3.2.2-2 of 3.1.1]. */
  sendAcceptance(isPresent: boolean): void {
    this.broker.metrics['packets.connack.sent']++;
    this.broker.tap.listener?.onSent(this, {
      type: 'connack',
      sessionPresent: isPresent,
      reasonCode: ReasonCode.Success,
      properties: {},
    });
    this.#sendFour(CONNACK, isPresent && this.version > 3 ? 0x0100 : 0);
  }

  /** Hears no further packet of the client until `release`, because this one waits for a verdict from elsewhere. */
  hold(): void {
    this.connection.hold(Hold.Verdict);
  }

  /** The same, and notices when the client goes: nobody is to keep a place for it until the verdict comes. */
  holdAttentively(): void {
    this.connection.hold(Hold.Verdict, true);
  }

  release(): void {
    this.connection.release(Hold.Verdict);
  }

  holdPublishers(): boolean {
    return this.broker.backPressure.begin(this.session, this);
  }

  releasePublishers(): void {
    this.broker.backPressure.relieve(this.session);
  }

  /** Has the end of this turn look whether there is room, although nothing was written. */
  wake(): void {
    this.connection.markOutput();
  }

  /**
   * PUBACK, PUBREC, PUBREL or PUBCOMP with reason 0 in its four bytes.
   * @param type first byte of the packet
   */
  sendAcknowledgement(type: number, packetId: number): void {
    this.connection.acknowledges = true;
    this.broker.tap.listener?.onSent(this, tappedAcknowledgement(type, packetId));
    this.#sendFour(type, packetId);
  }

  /** The same with another reason, which only an MQTT 5 client can be told. */
  sendReasonedAcknowledgement(type: number, packetId: number, reasonCode: ReasonCode): void {
    const { output } = this.connection;
    const block = output.reserve(REASONED_ACKNOWLEDGEMENT_SIZE);
    output.offset = writeReasonedAcknowledgement(block, output.offset, type, packetId, reasonCode);
    this.broker.tap.listener?.onSent(this, tappedAcknowledgement(type, packetId, reasonCode));
    this.connection.acknowledges = true;
    this.connection.markOutput();
    this.#count();
  }

  get hasRoom(): boolean {
    const { connection } = this;
    const { outputSoftLimit, outputHardLimit } = this.broker.settings;
    // Output of this very turn is not a sign of a slow reader: nobody has tried to write it yet.
    return connection.unsentBytes < (connection.transport.canWrite ? outputHardLimit : outputSoftLimit);
  }

  sendPublish(outgoing: Outgoing, packetId: number, dup: boolean): void {
    if (!writeOutgoingPublish(this, outgoing, packetId, dup)) {
      // [MQTT-3.1.2-25]: not sent, and as if it had been, so that its packet identifier is free again.
      this.session.drop(outgoing, 'too_large');
      if (packetId !== 0) this.session.forget(packetId, outgoing);
      return;
    }
    this.broker.tap.listener?.onSentPublish(this, outgoing, packetId, dup);
    this.connection.markOutput();
    this.sent.packets++;
    this.sent.countMessage(outgoing.qos);
    this.broker.messages.delivered(this.info, outgoing, packetId);
  }

  sendPubrel(packetId: number): void {
    this.broker.metrics['packets.pubrel.sent']++;
    this.sendAcknowledgement(AcknowledgementByte.pubrel, packetId);
  }

  #sendFour(type: number, packetId: number): void {
    const { output } = this.connection;
    const block = output.reserve(ACKNOWLEDGEMENT_SIZE);
    output.offset = writeAcknowledgement(block, output.offset, type, packetId);
    this.connection.markOutput();
    this.#count();
  }

  #count(): void {
    this.broker.metrics['packets.sent']++;
    this.sent.packets++;
  }
}
