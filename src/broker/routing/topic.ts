import { mayPublish } from '../access/access.ts';
import { type Delay, delayOf } from '../delayed/delay.ts';
import type { Rewriting } from '../rewriting/topic-rewriter.ts';
import type { Route } from './route.ts';

/** A topic name that is in use: its bytes, checked once, and the route that was last found for it. */
export class Topic {
  readonly name: string;
  readonly bytes: Buffer;
  readonly hash: number;
  /** Whether clients may publish here. */
  readonly isOpen: boolean;
  /** Whether it does not begin with `$`, so that a rule about `#` is about it too [MQTT-4.7.2-1]. */
  readonly isPlain: boolean;
  /** Of `$delayed/{seconds}/{topic}`. */
  readonly delay: Delay | undefined;
  route: Route | undefined = undefined;
  /** The version of the subscriptions for which `route` was found. */
  routeVersion = -1;
  /** What the rules of rewriting make of it, and their version for which that was found. */
  rewriting: Rewriting = undefined;
  rewritingVersion = -1;

  constructor(name: string, bytes: Buffer, hash: number) {
    this.name = name;
    this.bytes = bytes;
    this.hash = hash;
    this.isOpen = mayPublish(name);
    this.isPlain = !name.startsWith('$');
    this.delay = delayOf(name);
  }

  /** Whether these bytes spell this topic. */
  spells(buffer: Buffer, start: number, end: number): boolean {
    const bytes = this.bytes;
    const length = end - start;
    if (bytes.length !== length) return false;
    for (let i = 0; i < length; i++) if (bytes[i] !== buffer[start + i]) return false;
    return true;
  }
}
