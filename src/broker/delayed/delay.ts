import { isValidTopicName } from '../../mqtt/topics.ts';
import { mayPublish } from '../access/access.ts';

/** What a topic `$delayed/{seconds}/{topic}` says. */
export interface Delay {
  readonly seconds: number;
  /** Where the message goes when its time has come. */
  readonly topic: string;
}

const PREFIX = '$delayed/';

/** Seconds, as in EMQX: almost 50 days. */
export const LONGEST_DELAY = 4_294_967;

/** A name below `$delayed/` that says no delay, one that is too long, or no topic that clients may publish to. */
export const NO_DELAY: Delay = { seconds: Number.NaN, topic: '' };

/** Undefined for a topic that delays nothing, `NO_DELAY` for one that wants to and cannot. */
export function delayOf(name: string): Delay | undefined {
  if (!name.startsWith(PREFIX)) return undefined;
  const slash = name.indexOf('/', PREFIX.length);
  const digits = slash < 0 ? '' : name.slice(PREFIX.length, slash);
  const topic = name.slice(slash + 1);
  const seconds = /^\d{1,7}$/.test(digits) ? Number(digits) : Number.NaN;
  const isDelay = seconds <= LONGEST_DELAY && isValidTopicName(topic) && !topic.startsWith(PREFIX);
  return isDelay && mayPublish(topic) ? { seconds, topic } : NO_DELAY;
}
