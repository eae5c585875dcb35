import { mayPublish } from '../access/access.ts';
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
  route: Route | undefined = undefined;
  /** The version of the subscriptions for which `route` was found. */
  routeVersion = -1;

  constructor(name: string, bytes: Buffer, hash: number) {
    this.name = name;
    this.bytes = bytes;
    this.hash = hash;
    this.isOpen = mayPublish(name);
    this.isPlain = !name.startsWith('$');
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
