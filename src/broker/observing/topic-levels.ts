import { inOrder } from '../../lib/in-order.ts';
import type { Steps } from '../../lib/steps.ts';
import type { SeenTopic } from './seen-topics.ts';

/** One level of topics, with what lies below it. */
export interface TopicLevel {
  readonly name: string;
  readonly parent: TopicLevel | undefined;
  children: Map<string, TopicLevel> | undefined;
  /** The children in the order of their names, once somebody asked. */
  sorted: readonly TopicLevel[] | undefined;
  /** Topics here and below. */
  topics: number;
  /** Messages per second here and below. */
  rate: number;
  /** The topic that ends here; undefined: it is only the way to others. */
  topic: UsedTopic | undefined;
}

/** A topic name that is published to or retained, or a filter that is subscribed with. */
export interface UsedTopic {
  readonly topic: string;
  isSubscribed: boolean;
  isRetained: boolean;
  seen: SeenTopic | undefined;
  rate: number;
}

export interface LevelTree {
  readonly root: TopicLevel;
  /** In the order in which they were met. */
  readonly topics: readonly UsedTopic[];
  /** Topics for which there was no room. */
  readonly leftOut: number;
}

/** Levels of one tree: names of many levels, each of them another one, would take memory without a bound. */
const MOST_LEVELS = 500_000;
/** Topics that are placed in a step. */
const STEP = 128;

/** Puts topics into their levels. */
export function* levelsOf(
  topics: Iterable<UsedTopic | undefined>,
  mostLevels = MOST_LEVELS,
): Steps<LevelTree> {
  const root = newLevel('', undefined);
  const placed: UsedTopic[] = [];
  let [levels, leftOut, looked] = [0, 0, 0];
  for (const topic of topics) {
    if (topic === undefined || ++looked % STEP === 0) yield;
    if (topic === undefined) continue;
    if (levels >= mostLevels) {
      leftOut++;
      continue;
    }
    levels += place(root, topic);
    placed.push(topic);
  }
  return { root, topics: placed, leftOut };
}

/** How many levels that took. */
function place(root: TopicLevel, topic: UsedTopic): number {
  let level = root;
  let made = 0;
  for (const name of topic.topic.split('/')) {
    level.children ??= new Map();
    let child = level.children.get(name);
    if (!child) {
      child = newLevel(name, level);
      level.children.set(name, child);
      made++;
    }
    level = child;
  }
  level.topic = topic;
  for (let above: TopicLevel | undefined = level; above; above = above.parent) {
    above.topics++;
    above.rate += topic.rate;
  }
  return made;
}

function newLevel(name: string, parent: TopicLevel | undefined): TopicLevel {
  return {
    name,
    parent,
    children: undefined,
    sorted: undefined,
    topics: 0,
    rate: 0,
    topic: undefined,
  };
}

/** The level at which a path ends; undefined: there is none. @param path undefined for the root: '' is the level before the first `/` */
export function levelAt({ root }: LevelTree, path: string | undefined): TopicLevel | undefined {
  if (path === undefined) return root;
  let level: TopicLevel | undefined = root;
  for (const name of path.split('/')) level = level?.children?.get(name);
  return level;
}

/** The children by name, numbers by their value; those of the broker (`$SYS`) come last. */
export function* childrenOf(level: TopicLevel): Steps<readonly TopicLevel[]> {
  const children = [...(level.children?.values() ?? [])];
  const compare = children.length > MANY ? byName : byNumber;
  level.sorted ??= yield* inOrder(children, (a, b) => compare(a.name, b.name));
  return level.sorted;
}

const collator = new Intl.Collator('en', { numeric: true });

/** Levels above which names are not compared by the numbers in them, which takes ten times as long. */
const MANY = 5000;

function byNumber(a: string, b: string): number {
  // Names that a language holds for equal still have an order.
  return brokersLast(a, b) || collator.compare(a, b) || byName(a, b);
}

export function byName(a: string, b: string): number {
  return brokersLast(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

function brokersLast(a: string, b: string): number {
  return Number(a.startsWith('$')) - Number(b.startsWith('$'));
}
