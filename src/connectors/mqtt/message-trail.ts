import { randomBytes } from 'node:crypto';
import type { Properties, UserProperties } from '../../mqtt/packets.ts';

/** A user property that says by which processes a message went out, one for each; MQTT 3 has no place for it. */
export const TRAIL = 'tocsin-via';

/** Of this process. Names of nodes are often those that nobody changed, and so the same. */
const OWN_MARK = randomBytes(6).toString('hex');

/** A message that was sent from here may come back, and even once more; after so many times it is a circle. */
const MOST_PASSES = 3;
/** Brokers in a row that hand a message on. */
const LONGEST_TRAIL = 16;

/** With our mark. */
export function withMark(properties: UserProperties): UserProperties {
  return [...properties, [TRAIL, OWN_MARK]];
}

/** Whether a message went out of here too often, or has been on the way for too long. */
export function isGoingInCircle({ userProperties = [] }: Properties): boolean {
  const marks = userProperties.filter(([name]) => name === TRAIL);
  return marks.length >= LONGEST_TRAIL || marks.filter(([, mark]) => mark === OWN_MARK).length > MOST_PASSES;
}
