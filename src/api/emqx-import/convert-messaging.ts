import { anyListenerSchema } from '../../broker/door.ts';
import { parseDuration } from '../../lib/duration.ts';
import { DelayedSettings, RetainerBody, SlowSubscriptionChange } from '../contract.ts';
import { withFiles } from './archive-texts.ts';
import { namedThings } from './convert-connectors.ts';
import {
  type EmqxConfig,
  type ImportRow,
  isMembers,
  listOf,
  type Members,
  membersOf,
  reasonOf,
  rowOf,
} from './emqx-config.ts';
import { fitTo, without } from './fit-to.ts';

const LISTENER_TYPES = ['tcp', 'ssl', 'ws', 'wss'];

/** Not ticked: an open port is more than a setting. */
export function convertListeners({ cluster, files }: EmqxConfig): ImportRow[] {
  const schema = anyListenerSchema();
  return namedThings(cluster.listeners).map(({ type, name, settings }) => {
    const head = {
      type: 'listener',
      name: `${type}:${name}`,
      original: { type, name, ...settings },
      selected: false,
    };
    if (!LISTENER_TYPES.includes(type))
      return rowOf({ ...head, reasons: [reasonOf('listenerType', { type })] });
    const filed = withFiles(settings, 'ssl_options', files);
    if (!filed.draft) return rowOf({ ...head, reasons: filed.reasons });
    const { enabled, enable = enabled ?? true, ...rest } = filed.draft;
    const draft = {
      ...without(rest, ['id', 'running', 'current_connections', 'acceptors', 'zone', 'number']),
      enable,
    };
    const { item, reasons } = fitTo(schema, { ...draft, type, name });
    const opens = reasonOf('listener', { bind: String(settings.bind ?? '') });
    const becomes = item && { becomes: [{ kind: 'listeners', item }] };
    return rowOf({ ...head, reasons: [...filed.reasons, ...reasons, ...(item ? [opens] : [])], ...becomes });
  });
}

/** Settings of which there is one. */
export function convertSettings({ cluster }: EmqxConfig): ImportRow[] {
  const rows: ImportRow[] = [];
  const setting = (key: string, kind: string, schema: Parameters<typeof fitTo>[0]) => {
    const original = cluster[key];
    if (!isMembers(original)) return;
    const { item, reasons } = fitTo(schema, original);
    rows.push(
      rowOf({ type: 'setting', name: key, original, reasons, ...(item && { becomes: [{ kind, item }] }) }),
    );
  };
  setting('retainer', 'retainer', RetainerBody);
  setting('delayed', 'delayed', DelayedSettings.partial());
  setting('slow_subs', 'slow_subscriptions', SlowSubscriptionChange);
  const list = (key: string, kind: string, found: unknown) => {
    const items = listOf(found);
    if (items.length === 0) return;
    rows.push(
      rowOf({ type: 'setting', name: key, original: found, becomes: [{ kind, item: { list: items } }] }),
    );
  };
  list('rewrite', 'topic_rewrite', cluster.rewrite);
  const { auto_subscribe: autoSubscribe } = cluster;
  list('auto_subscribe', 'auto_subscribe', isMembers(autoSubscribe) ? autoSubscribe.topics : autoSubscribe);
  rows.push(...countedTopics(cluster.topic_metrics));
  const engine = ruleEngineOf(cluster.rule_engine);
  if (engine) {
    const becomes = [{ kind: 'rule_engine', item: engine }];
    rows.push(rowOf({ type: 'setting', name: 'rule_engine', original: engine, becomes }));
  }
  return rows;
}

/** Topics whose messages are counted: in files a list of them, from a running EMQX with their figures. */
function countedTopics(found: unknown): ImportRow[] {
  const topics = listOf(found).flatMap((one) =>
    isMembers(one) && typeof one.topic === 'string' ? one.topic : [],
  );
  if (topics.length === 0) return [];
  const becomes = topics.map((topic) => ({ kind: 'topic_metrics', item: { topic } }));
  return [rowOf({ type: 'setting', name: 'topic_metrics', original: topics, becomes })];
}

function ruleEngineOf(engine: unknown): Members | undefined {
  if (!isMembers(engine)) return undefined;
  const { ignore_sys_message: ignores, jq_function_default_timeout: timeout } = engine;
  const milliseconds =
    typeof timeout === 'string' || typeof timeout === 'number' ? parseDuration(timeout) : undefined;
  const item = {
    ...(typeof ignores === 'boolean' && { ignore_sys_message: ignores }),
    ...(milliseconds !== undefined && { jq_function_default_timeout: milliseconds }),
  };
  return Object.keys(item).length > 0 ? item : undefined;
}

export function convertSchemas({ cluster }: EmqxConfig): ImportRow[] {
  return membersOf(cluster.schema_registry, 'schemas').flatMap(([name, schema]) => {
    if (!isMembers(schema)) return [];
    const { type, source, description = '' } = schema;
    const head = { type: 'schema', name, original: { name, ...schema } };
    const isKnown = ['json', 'avro', 'protobuf'].includes(String(type)) && typeof source === 'string';
    if (!isKnown)
      return [rowOf({ ...head, reasons: [reasonOf('invalid', { at: 'type', why: String(type) })] })];
    return [rowOf({ ...head, becomes: [{ kind: 'schemas', item: { name, type, source, description } }] })];
  });
}
