import type { Clock, Timer } from '../../lib/clock.ts';
import { inOrder } from '../../lib/in-order.ts';
import type { PageOf, PageRequest } from '../../lib/page-of.ts';
import type { Steps } from '../../lib/steps.ts';
import { SeenTopics } from './seen-topics.ts';
import {
  byName,
  childrenOf,
  type LevelTree,
  levelAt,
  levelsOf,
  type TopicLevel,
  type UsedTopic,
} from './topic-levels.ts';

/** Which topics are meant. */
export interface TopicLook extends PageRequest {
  /** Of those that are accepted, by a name by which they are remembered for some seconds; undefined: all. */
  readonly only?: { readonly name: string; readonly accepts: (topic: UsedTopic) => boolean } | undefined;
}

/** The topics in use: subscribed to, retained, or published to while somebody looks. */
export interface TopicObserver {
  /** Counts from now on, for some time. What is asked below does this too. */
  look(): void;
  /** What lies below a level; undefined: there is no such level. @param parent undefined for the first level */
  levels(parent: string | undefined, look: TopicLook): Steps<PageOf<TopicLevel> | undefined>;
  /** Topics, by name or the busiest first. */
  topics(order: 'name' | 'rate', look: TopicLook): Steps<PageOf<UsedTopic>>;
  figures(): ObserverFigures;
}

export interface ObserverFigures {
  /** Unix milliseconds since when messages are counted. */
  readonly since: number;
  /** Milliseconds for which it goes on when nobody asks any more. */
  readonly lasts: number;
  /** Messages on topics for which there was no room. */
  readonly missed: number;
  /** Topics of too many levels in all, which are in no list. */
  readonly leftOut: number;
}

interface Sources {
  readonly clock: Clock;
  /** Filters that somebody has subscribed with. */
  readonly filters: () => Iterable<string>;
  /** Topics with a retained message. */
  readonly retained: () => Iterable<string>;
}

/** Milliseconds after the last look after which nothing is counted any more. */
const LASTS = 30_000;
/** Milliseconds for which a tree is good; one that took long to make is good for longer. */
const FRESH = 2000;
const FRESH_TIMES = 30;
const STALE = 10_000;
/** Trees of searches that are remembered. */
const MOST_TREES = 4;

interface Made {
  readonly tree: LevelTree;
  readonly goodUntil: number;
}

/** Counts the messages of topics for as long as somebody asks, and makes of that what is asked. */
export class WatchedTopics implements TopicObserver {
  readonly seen: SeenTopics;
  readonly #sources: Sources;
  readonly #trees = new Map<string | undefined, Made>();
  #isMaking = false;
  #lookedAt = 0;
  #leftOut = 0;
  #timer: Timer | undefined;

  constructor(sources: Sources, seen = new SeenTopics()) {
    this.#sources = sources;
    this.seen = seen;
  }

  look(): void {
    const { clock } = this.#sources;
    this.#lookedAt = clock.now();
    if (this.#timer) return;
    this.seen.begin(this.#lookedAt);
    this.#waitFor(LASTS);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.seen.end();
    this.#trees.clear();
  }

  figures(): ObserverFigures {
    return { since: this.seen.since, lasts: LASTS, missed: this.seen.missed, leftOut: this.#leftOut };
  }

  *levels(parent: string | undefined, look: TopicLook): Steps<PageOf<TopicLevel> | undefined> {
    const level = levelAt(yield* this.#tree(look.only), parent);
    return level && pageOf(yield* childrenOf(level), look);
  }

  *topics(order: 'name' | 'rate', look: TopicLook): Steps<PageOf<UsedTopic>> {
    const { topics } = yield* this.#tree(look.only);
    const compare = (a: UsedTopic, b: UsedTopic): number =>
      (order === 'rate' ? b.rate - a.rate : 0) || byName(a.topic, b.topic);
    return pageOf(yield* inOrder(topics, compare), look);
  }

  #waitFor(milliseconds: number): void {
    const { clock } = this.#sources;
    this.#timer = clock.after(milliseconds, () => {
      const left = this.#lookedAt + LASTS - clock.now();
      if (left > 0) this.#waitFor(left);
      else this.stop();
    });
  }

  *#tree(only: TopicLook['only']): Steps<LevelTree> {
    this.look();
    const known = this.#good(only?.name);
    if (known) return known;
    // Two pages that ask at once do not make it twice.
    while (this.#isMaking) yield;
    const meanwhile = this.#good(only?.name);
    if (meanwhile) return meanwhile;
    this.#isMaking = true;
    try {
      const all = this.#good(undefined) ?? (yield* this.#make(undefined, this.#used()));
      if (!only) return all;
      return yield* this.#make(only.name, accepted(all.topics, only.accepts));
    } finally {
      this.#isMaking = false;
    }
  }

  #good(name: string | undefined): LevelTree | undefined {
    const made = this.#trees.get(name);
    return made && this.#sources.clock.now() < made.goodUntil ? made.tree : undefined;
  }

  *#make(name: string | undefined, topics: Iterable<UsedTopic | undefined>): Steps<LevelTree> {
    const { clock } = this.#sources;
    const began = clock.now();
    const tree = yield* levelsOf(topics);
    if (name === undefined) this.#leftOut = tree.leftOut;
    const now = clock.now();
    const goodUntil = now + Math.min(STALE, Math.max(FRESH, (now - began) * FRESH_TIMES));
    this.#trees.delete(name);
    this.#trees.set(name, { tree, goodUntil });
    for (const old of this.#trees.keys()) {
      if (this.#trees.size <= MOST_TREES) break;
      this.#trees.delete(old);
    }
    return tree;
  }

  /** All topics in use, each once; now and then `undefined`, so that whoever takes them can stop. */
  *#used(): Generator<UsedTopic | undefined, void, undefined> {
    const { clock, filters, retained } = this.#sources;
    const { seen } = this;
    const now = clock.now();
    const used = new Map<string, UsedTopic>();
    let looked = 0;
    const meet = (topic: string): UsedTopic => {
      let one = used.get(topic);
      if (!one) {
        const known = seen.get(topic);
        const rate = known ? seen.rateOf(known, now) : 0;
        one = { topic, isSubscribed: false, isRetained: false, seen: known, rate };
        used.set(topic, one);
      }
      return one;
    };
    for (const topic of filters()) {
      meet(topic).isSubscribed = true;
      if (++looked % LOOKED_AT_ONCE === 0) yield undefined;
    }
    for (const topic of retained()) {
      meet(topic).isRetained = true;
      if (++looked % LOOKED_AT_ONCE === 0) yield undefined;
    }
    for (const [topic] of seen.entries()) {
      meet(topic);
      if (++looked % LOOKED_AT_ONCE === 0) yield undefined;
    }
    yield* used.values();
  }
}

const LOOKED_AT_ONCE = 256;

function* accepted(
  topics: readonly UsedTopic[],
  accepts: (topic: UsedTopic) => boolean,
): Generator<UsedTopic | undefined, void, undefined> {
  let looked = 0;
  for (const topic of topics) {
    if (accepts(topic)) yield topic;
    else if (++looked % LOOKED_AT_ONCE === 0) yield undefined;
  }
}

function pageOf<Row>(rows: readonly Row[], { skip, take }: PageRequest): PageOf<Row> {
  return { rows: rows.slice(skip, skip + take), count: rows.length, hasMore: skip + take < rows.length };
}
