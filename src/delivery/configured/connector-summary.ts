import { connectorKinds } from '../../connectors/connector-kinds.ts';
import type { Destinations } from '../outbox/destinations.ts';
import type { ConfiguredConnector } from './configured-connector.ts';
import { splitId } from './resource-id.ts';
import type { Status } from './status.ts';

/** When somebody last tried it, and whether the other side took it. */
export interface LastTest {
  /** Unix milliseconds. */
  readonly at: number;
  readonly ok: boolean;
}

/** How it goes with a connector, at a glance; the API's answer but for the times. */
export interface ConnectorSummary {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  /** Whether it speaks to people. */
  readonly channel: boolean;
  readonly enable: boolean;
  readonly status: Status;
  readonly reason: string | undefined;
  /** Messages that all its destinations take together; undefined: as many as there are. */
  readonly perMinute: number | undefined;
  readonly perSecond: number | undefined;
  /** Messages of the last minute; 0 where nothing is limited. */
  readonly lastMinute: number;
  /** It said that we are too fast: until then nothing goes there. Unix milliseconds. */
  readonly heldUntil: number | undefined;
  readonly lastTest: LastTest | undefined;
}

export function summaryOf(
  id: string,
  connector: ConfiguredConnector,
  about: { destinations: Destinations | undefined; now: number; lastTest: LastTest | undefined },
): ConnectorSummary {
  const { type, name } = splitId(id);
  const { destinations, now, lastTest } = about;
  const gates = connector.destinations.flatMap(({ key }) => destinations?.gate(key) ?? []);
  const limits = connector.destinations.map((one) => one.limits);
  // With a pool there is a way as long as one of them is open.
  const heldUntil = gates.length > 0 ? Math.min(...gates.map(({ closedUntil }) => closedUntil)) : 0;
  return {
    id,
    type,
    name,
    channel: connectorKinds.get(type)?.channel !== undefined,
    enable: connector.config.enable,
    status: connector.status,
    reason: connector.reason,
    perMinute: sumOf(limits.map(({ perMinute }) => perMinute)),
    perSecond: sumOf(limits.map(({ perSecond }) => perSecond)),
    lastMinute: gates.reduce((sum, gate) => sum + gate.lastMinute(now), 0),
    heldUntil: heldUntil > now ? heldUntil : undefined,
    lastTest,
  };
}

function sumOf(limits: readonly (number | undefined)[]): number | undefined {
  return limits.includes(undefined) ? undefined : limits.reduce((sum: number, one) => sum + (one ?? 0), 0);
}
