import { isIP } from 'node:net';
import type { ClientInfo, Message, TappedPeer } from '../broker/door.ts';
import { plainAddress } from '../lib/peer-address.ts';
import type { Packet } from '../mqtt/packets.ts';
import { isValidTopicFilter, parseSharedFilter, topicMatchesFilter } from '../mqtt/topics.ts';
import type { TraceSubject } from './trace-definition.ts';

/** What a trace takes. */
export interface TraceFilter {
  /** Whatever this client does. */
  takesPeer(peer: TappedPeer): boolean;
  takesClient(client: Pick<ClientInfo, 'clientId' | 'peerHost'>): boolean;
  takesAddress(address: string): boolean;
  /** What happens to a message, by where it came from or goes to. */
  takesMessage(message: Pick<Message, 'topic' | 'from'>): boolean;
  takesTopic(topic: string): boolean;
  /** What happens to a subscription. */
  takesFilter(filter: string): boolean;
  /** A packet of whomever; PUBLISH is asked for by its topic. */
  takesPacket(packet: Packet): boolean;
}

/** @throws TypeError with a sentence when there can be no such subject */
export function traceFilterOf({ type, value }: TraceSubject): TraceFilter {
  if (type === 'clientid') return clientFilter(value);
  if (type === 'topic') return topicFilter(value);
  return addressFilter(value);
}

const never = (): boolean => false;

function clientFilter(clientId: string): TraceFilter {
  if (clientId === '') throw new TypeError('clientid is empty');
  return {
    takesPeer: ({ knownAs }) => knownAs?.clientId === clientId,
    takesClient: (client) => client.clientId === clientId,
    takesAddress: never,
    takesMessage: ({ from }) => from.clientId === clientId,
    takesTopic: never,
    takesFilter: never,
    takesPacket: never,
  };
}

function addressFilter(value: string): TraceFilter {
  if (isIP(value) === 0) throw new TypeError('ip_address: write one address such as 192.168.0.10');
  const address = plainAddress(value).toLowerCase();
  return {
    takesPeer: ({ connection }) => connection.transport.remoteAddress === address,
    takesClient: ({ peerHost }) => peerHost === address,
    takesAddress: (other) => other === address,
    takesMessage: ({ from }) => from.peerHost === address,
    takesTopic: never,
    takesFilter: never,
    takesPacket: never,
  };
}

function topicFilter(text: string): TraceFilter {
  if (!isValidTopicFilter(text)) throw new TypeError('topic is no topic filter such as plant/+/state');
  const filter = parseSharedFilter(text)?.filter ?? text;
  const takesTopic = (topic: string): boolean => topicMatchesFilter(topic, filter);
  const takesFilter = (other: string): boolean =>
    filtersOverlap(filter, parseSharedFilter(other)?.filter ?? other);
  return {
    takesPeer: never,
    takesClient: never,
    takesAddress: never,
    takesMessage: ({ topic }) => takesTopic(topic),
    takesTopic,
    takesFilter,
    takesPacket: (packet) => {
      if (packet.type === 'subscribe')
        return packet.subscriptions.some(({ filter: one }) => takesFilter(one));
      if (packet.type === 'unsubscribe') return packet.filters.some(takesFilter);
      return packet.type === 'connect' && packet.will !== undefined && takesTopic(packet.will.topic);
    },
  };
}

/** Whether there may be a topic that both match. */
function filtersOverlap(left: string, right: string): boolean {
  const a = left.split('/');
  const b = right.split('/');
  for (let level = 0; ; level++) {
    const [one, other] = [a[level], b[level]];
    if (one === '#' || other === '#') {
      // Wildcards at the begin take no topic that begins with $ (§4.7.2).
      const first = level === 0 ? (one === '#' ? other : one) : undefined;
      return first?.startsWith('$') !== true;
    }
    if (one === undefined || other === undefined) return one === other;
    if (one === '+' || other === '+') {
      if (level === 0 && (one.startsWith('$') || other.startsWith('$'))) return false;
    } else if (one !== other) return false;
  }
}
