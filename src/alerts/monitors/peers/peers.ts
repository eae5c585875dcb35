import type { Clock } from '../../../lib/clock.ts';
import { KeptSecretError, keepSecrets } from '../../../lib/secrets/kept-secrets.ts';
import { redact } from '../../../lib/secrets.ts';
import { AlertError } from '../../alert-error.ts';
import type { Gauge, Reading } from '../gauges/gauge.ts';
import { Outages } from '../gauges/state-gauges.ts';
import { parseBody } from '../parsed-body.ts';
import { type PeerSettings, peerName, peerSettings, type WatchedPeer, watchedPeer } from './peer-settings.ts';

/** Why a peer does not answer; undefined when it does. It ends with the signal. */
export type ProbePeer = (peer: WatchedPeer, signal: AbortSignal) => Promise<string | undefined>;

/** Peers that can be watched. */
const MOST_PEERS = 100;

interface Standing {
  /** Undefined until the first answer, or the first end of its patience. */
  isUp: boolean | undefined;
  reason: string | undefined;
  askedAt: number;
  probe: AbortController | undefined;
}

/** The settings of a peer as the API shows them. */
export type PeerView = PeerSettings & { readonly name: string };

/** Asks peers whether they are there, each in its own rhythm, and remembers for how long they have not been. */
export class Peers implements Gauge {
  readonly #clock: Clock;
  readonly #probe: ProbePeer;
  readonly #outages = new Outages();
  readonly #standings = new Map<string, Standing>();
  #peers: readonly PeerSettings[] = [];
  #watched: readonly WatchedPeer[] = [];

  constructor(clock: Clock, probe: ProbePeer) {
    this.#clock = clock;
    this.#probe = probe;
  }

  list(): readonly PeerView[] {
    return this.#peers.map((peer) => redact({ ...peer, name: peerName(peer) }));
  }

  /** From now on these. Whoever is asked in another way than before is asked at once. */
  set(peers: readonly PeerSettings[]): void {
    const before = new Map(this.#watched.map((peer) => [peer.name, JSON.stringify(peer)]));
    this.#peers = peers;
    this.#watched = peers.filter(({ enable }) => enable).map(watchedPeer);
    const unchanged = this.#watched.filter((peer) => before.get(peer.name) === JSON.stringify(peer));
    const kept = new Set(unchanged.map(({ name }) => name));
    for (const [name, standing] of this.#standings) {
      if (kept.has(name)) continue;
      standing.probe?.abort(new Error('the peer was changed'));
      this.#standings.delete(name);
    }
  }

  read(now: number): readonly Reading[] {
    const names = new Set(this.#watched.map(({ name }) => name));
    const readings = this.#watched.map((peer) => this.#look(peer, now));
    this.#outages.keep(names);
    return readings;
  }

  adopt(key: string, since: number): void {
    this.#outages.adopt(key, since);
  }

  rest(): void {
    for (const { probe } of this.#standings.values()) probe?.abort(new Error('the monitor is off'));
    this.#standings.clear();
    this.#outages.clear();
  }

  #look(peer: WatchedPeer, now: number): Reading {
    const { name: key, type, place } = peer;
    let standing = this.#standings.get(key);
    if (!standing) {
      standing = { isUp: undefined, reason: undefined, askedAt: Number.NEGATIVE_INFINITY, probe: undefined };
      this.#standings.set(key, standing);
    }
    // A clock that was set back must not keep it from asking.
    if (!standing.probe && (now - standing.askedAt >= peer.every || now < standing.askedAt))
      this.#ask(peer, standing, now);
    const { isUp, reason } = standing;
    // Of one that has not answered yet is known what was known before.
    const value = isUp === undefined ? this.#outages.known(key, now) : this.#outages.seconds(key, isUp, now);
    const status = isUp === undefined ? 'unknown' : isUp ? 'up' : 'down';
    return {
      key,
      value,
      reason,
      isUnknown: isUp === undefined,
      details: { peer: key, type, place: redact({ url: place }).url, status },
    };
  }

  #ask(peer: WatchedPeer, standing: Standing, now: number): void {
    const probe = new AbortController();
    standing.probe = probe;
    standing.askedAt = now;
    const giveUp = this.#clock.after(peer.timeout, () =>
      probe.abort(new Error(`no answer within ${peer.timeout / 1000} s`)),
    );
    void this.#probe(peer, probe.signal)
      .catch((error: Error) => error.message)
      .then((reason) => {
        giveUp.cancel();
        // It is another one by now.
        if (standing.probe !== probe) return;
        standing.probe = undefined;
        if (this.#standings.get(peer.name) !== standing) return;
        standing.isUp = reason === undefined;
        standing.reason = reason;
      });
  }
}

/** @param before whose secrets stand where it says `******` @throws AlertError */
export function readPeers(bodies: readonly unknown[], before: readonly PeerSettings[]): PeerSettings[] {
  if (bodies.length > MOST_PEERS) {
    throw new AlertError('EXCEED_LIMIT', `peer_down watches ${MOST_PEERS} peers at most`);
  }
  const peers = bodies.map((body) => readPeer(body, before));
  const names = new Set<string>();
  for (const peer of peers) {
    const name = peerName(peer);
    if (names.has(name)) throw new AlertError('CONFLICT', `there are two peers with the name ${name}`);
    names.add(name);
  }
  return peers;
}

/** @throws AlertError */
export function readPeer(body: unknown, before: readonly PeerSettings[]): PeerSettings {
  const name = nameIn(body);
  const stored = before.find((peer) => peerName(peer) === name);
  return parseBody(peerSettings, withSecrets(body, stored));
}

function nameIn(body: unknown): string | undefined {
  const peer = peerSettings.safeParse(body);
  return peer.success ? peerName(peer.data) : undefined;
}

function withSecrets(body: unknown, stored: PeerSettings | undefined): unknown {
  try {
    return keepSecrets(body, stored);
  } catch (error) {
    if (error instanceof KeptSecretError) throw new AlertError('BAD_REQUEST', error.message);
    throw error;
  }
}
