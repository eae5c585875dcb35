import { namedStats } from '../../broker/door.ts';
import { maskTokensIn } from '../../lib/secrets.ts';
import type { DoctorReport, EffectiveSetting, SupportBundle, System } from '../contract.ts';
import { metricsFigures } from '../figures.ts';
import { finishInSlices } from '../in-slices.ts';
import type { ApiParts } from '../parts.ts';
import { toTimestamp } from '../timestamps.ts';

export type BundleParts = Pick<
  ApiParts,
  | 'broker'
  | 'listeners'
  | 'connectors'
  | 'actions'
  | 'rules'
  | 'authenticators'
  | 'authorization'
  | 'deliveries'
  | 'clock'
>;

interface About {
  readonly system: System;
  readonly doctor: DoctorReport;
  readonly settings: readonly EffectiveSetting[];
}

/**
 * What somebody needs who helps. Each part names what goes in, so that a member that is added elsewhere stays out:
 * neither secrets nor messages, and nobody's names.
 */
export async function supportBundle(parts: BundleParts, about: About): Promise<SupportBundle> {
  const { broker, listeners, connectors, actions, rules, authenticators, authorization, clock } = parts;
  return {
    made_at: toTimestamp(clock.now()),
    system: about.system,
    doctor: about.doctor,
    settings: about.settings.filter(({ origin }) => origin !== 'default').map(toSetting),
    listeners: listeners.list().map(({ id, settings, running, address = null, ...view }) => ({
      id,
      enable: settings.enable,
      running,
      address,
      connections: view.currentConnections,
      authentication: settings.enable_authn ?? true,
      refused: view.refused,
    })),
    connectors: connectors.summary().map(({ id, enable, status, reason, heldUntil, perMinute }) => ({
      id,
      enable,
      status,
      reason: reason === undefined ? null : maskTokensIn(reason),
      per_minute: perMinute ?? null,
      held_until: heldUntil === undefined ? null : toTimestamp(heldUntil),
    })),
    actions: actions.list().map(({ type, name, connector, enable, status }) => ({
      id: `${type}:${name}`,
      connector,
      enable,
      status,
      metrics: actions.metrics(`${type}:${name}`).metrics,
    })),
    rules: rules.list().map(({ id, enable, sql }) => ({
      id,
      enable,
      sql: withoutTexts(sql),
      metrics: rules.metrics(id)?.metrics,
    })),
    authentication: authenticators.list().map(({ id, enable }) => ({ id, enable })),
    authorization: authorization.list().map(({ type, enable }) => ({ type, enable })),
    // What comes after the kind names a client or a user with some of them.
    alarms: broker.alarms.active().map(({ name, activatedAt }) => ({
      kind: name.split(/[/:]/, 1)[0],
      activate_at: toTimestamp(activatedAt),
    })),
    deliveries: await deliveryCounts(parts),
    stats: namedStats(broker.stats()),
    metrics: metricsFigures(parts),
  };
}

/** Lists may hold addresses and names of users: only how long they are. */
function toSetting({ path, value, origin }: EffectiveSetting): SupportBundle['settings'][number] {
  if (Array.isArray(value)) return { path, value: `(${value.length})`, origin };
  const isKept = (typeof value !== 'object' || value === null) && !/user|password|secret|key/.test(path);
  return { path, value: isKept ? value : '******', origin };
}

const SQL_TEXTS = /--[^\n]*|'(?:[^']|'')*'|"(?:[^"]|"")*"/g;

/**
 * A statement without what people wrote into it: names of devices and whatever else stand in texts of both kinds, in topics
 * and in comments. Names of events stay, and wildcards.
 */
function withoutTexts(sql: string): string {
  return sql.replace(SQL_TEXTS, (text) => {
    if (text.startsWith('--')) return '-- …';
    if (text.startsWith("'")) return "'…'";
    const inner = text.slice(1, -1);
    return /^\$events\/[\w/.]+$/.test(inner) ? text : `"${inner.replace(/[^/+#]+/g, '…')}"`;
  });
}

async function deliveryCounts({ deliveries }: BundleParts): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status, count } of await finishInSlices(deliveries.counts()))
    counts[status] = (counts[status] ?? 0) + count;
  return counts;
}
