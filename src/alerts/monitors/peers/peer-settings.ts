import { z } from 'zod';
import { refusalOf } from '../../../lib/address-rules.ts';
import { parseDuration } from '../../../lib/duration.ts';
import { mistakeInServer, parseServer } from '../../../lib/server-address.ts';
import { tlsSettings } from '../../../lib/tls-settings.ts';
import { durationField } from '../../../lib/zod-fields.ts';

/** Of `mqtt`, where the address has none. */
const PORTS = { mqtt: 1883, tcp: undefined, tls: undefined } as const;

const SCHEMES = /^(?:tcp|tls|ssl|mqtts?):\/\//i;

/** Milliseconds. */
const SHORTEST_EVERY = 1000;
const LONGEST_EVERY = 86_400_000;
const LONGEST_TIMEOUT = 60_000;

const bounded = (least: number, most: number, sentence: string) =>
  durationField.refine(
    (value) => {
      const milliseconds = parseDuration(value) ?? 0;
      return milliseconds >= least && milliseconds <= most;
    },
    { error: sentence },
  );

/** A place that is watched: a member of `peers` of the monitor `peer_down`. */
export const peerSettings = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(254)
      .regex(/^[^\p{C}/?#%]+$/u, { error: 'write a name without / ? # %' })
      .optional()
      .meta({ description: 'By default its address' }),
    type: z.enum(['tcp', 'tls', 'http', 'mqtt']),
    address: z.string().min(1).max(2048).optional().meta({ description: 'host:port of tcp, tls and mqtt' }),
    url: z
      .string()
      .min(1)
      .max(2048)
      .optional()
      .meta({ description: 'Of http: any answer below 400 is a good one' }),
    enable: z.boolean().default(true),
    every: bounded(SHORTEST_EVERY, LONGEST_EVERY, 'write a duration from 1s to 1d').default('10s'),
    timeout: bounded(1, LONGEST_TIMEOUT, 'write a duration up to 60s').default('5s'),
    username: z.string().max(65_535).optional().meta({ description: 'Of mqtt' }),
    password: z.string().max(65_535).optional().meta({ description: 'Of mqtt' }),
    ssl: tlsSettings.prefault({}),
  })
  .superRefine((peer, context) => {
    const mistake = mistakeIn(peer);
    if (mistake) context.addIssue({ code: 'custom', path: [mistake.path], message: mistake.reason });
  });

export type PeerSettings = z.output<typeof peerSettings>;

/** As it is used: with its name, and without the scheme that may stand before its address. */
export interface WatchedPeer {
  readonly name: string;
  readonly type: PeerSettings['type'];
  readonly place: string;
  readonly ssl: PeerSettings['ssl'];
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Milliseconds. */
  readonly every: number;
  readonly timeout: number;
}

export function peerName({ name, ...peer }: PeerSettings): string {
  return (
    name ??
    placeOf(peer)
      .replace(/^\w+:\/\//, '')
      .replace(/[/?#%]+/g, ' ')
      .trim()
  );
}

export function watchedPeer(peer: PeerSettings): WatchedPeer {
  const { type, username, password, ssl } = peer;
  const place = placeOf(peer);
  const isSecure = type === 'tls' || /^mqtts:/i.test(place);
  return {
    name: peerName(peer),
    type,
    place: type === 'http' ? place : place.replace(SCHEMES, ''),
    ssl: isSecure ? { ...ssl, enable: true } : ssl,
    username,
    password,
    every: parseDuration(peer.every) ?? 0,
    timeout: parseDuration(peer.timeout) ?? 0,
  };
}

interface Mistake {
  readonly path: string;
  readonly reason: string;
}

function mistakeIn(peer: Omit<PeerSettings, 'name'>): Mistake | undefined {
  const { type, address, url, username } = peer;
  if (type !== 'mqtt' && username !== undefined) {
    return { path: 'username', reason: `only a peer of the type mqtt has one, this one is ${type}` };
  }
  if (address !== undefined && url !== undefined) return { path: 'url', reason: 'write an address or a url' };
  const path = url === undefined ? 'address' : 'url';
  const reason = type === 'http' ? mistakeInUrl(placeOf(peer)) : mistakeInAddress(type, placeOf(peer));
  return reason === undefined
    ? undefined
    : { path: type === 'http' && !placeOf(peer) ? 'url' : path, reason };
}

function mistakeInAddress(type: 'tcp' | 'tls' | 'mqtt', place: string): string | undefined {
  if (place === '') return 'required_field';
  const bare = place.replace(SCHEMES, '');
  const port = PORTS[type];
  if (port === undefined && parseServer(bare, 0) === undefined) return 'write host:port, with the port';
  return mistakeInServer(bare, port ?? 1);
}

function mistakeInUrl(place: string): string | undefined {
  if (place === '') return 'required_field';
  const parsed = URL.parse(place);
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    return 'write a URL that begins with http:// or https://';
  const refusal = refusalOf(parsed.hostname);
  return refusal && `${parsed.hostname} is ${refusal}: requests to it are refused`;
}

/** Where it is, by whichever of the two words. */
function placeOf({ address, url }: Pick<PeerSettings, 'address' | 'url'>): string {
  return url ?? address ?? '';
}
