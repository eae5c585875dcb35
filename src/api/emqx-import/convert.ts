import { z } from 'zod';
import { ruleItem } from '../../broker/door.ts';
import type { BackupItem } from '../backup/backup-item.ts';
import { chatChannels } from './chat-channels.ts';
import { convertAuthenticators, convertAuthorization } from './convert-access.ts';
import { convertActions, convertBridges, convertConnectors } from './convert-connectors.ts';
import { convertListeners, convertSchemas, convertSettings } from './convert-messaging.ts';
import { type CheckRule, convertRules } from './convert-rules.ts';
import { type EmqxConfig, type ImportRow, isMembers, reasonOf, rowOf } from './emqx-config.ts';
import { fitTo } from './fit-to.ts';

/** Everything of an EMQX as rows, in the order in which they need each other; pure. */
export function convertEmqx(config: EmqxConfig, check: CheckRule): ImportRow[] {
  const connectors = convertConnectors(config);
  const actions = convertActions(config, connectors, 'actions');
  const sources = convertActions(config, connectors, 'sources');
  const bridges = convertBridges(config);
  const others = [...connectors, ...actions, ...sources, ...bridges];
  const chats = chatChannels([...connectors, ...actions, ...bridges]);
  return [
    ...convertRules(config, { check, chats, others }),
    ...others,
    ...chats.map(({ row }) => row),
    ...convertSchemas(config),
    ...convertAuthenticators(config),
    ...convertAuthorization(config),
    ...tableRows(config),
    ...convertListeners(config),
    ...convertSettings(config),
    ...unreadRows(config),
  ];
}

const rules = z.array(ruleItem);

interface Table {
  readonly type: string;
  readonly schema?: z.ZodType;
  nameOf(item: BackupItem): string;
}

/** The kinds of a backup, by the word that is shown. */
const TABLES: Readonly<Record<string, Table>> = {
  mqtt_users: { type: 'user', nameOf: ({ user_id }) => String(user_id) },
  access_rules_of_users: {
    type: 'access_rules',
    schema: z.strictObject({ username: z.string(), rules }),
    nameOf: ({ username }) => `username ${String(username)}`,
  },
  access_rules_of_clients: {
    type: 'access_rules',
    schema: z.strictObject({ clientid: z.string(), rules }),
    nameOf: ({ clientid }) => `clientid ${String(clientid)}`,
  },
  access_rules_for_all: { type: 'access_rules', schema: z.strictObject({ rules }), nameOf: () => 'all' },
  bans: { type: 'ban', nameOf: ({ as, who }) => `${String(as)} ${String(who)}` },
  retained: { type: 'retained', nameOf: ({ topic }) => String(topic) },
};

function tableRows({ tables }: EmqxConfig): ImportRow[] {
  return [...tables].flatMap(([kind, items]) => {
    const table = TABLES[kind];
    if (!table) return [];
    return items.map((original) => {
      const head = { type: table.type, name: table.nameOf(original), original };
      const fit = table.schema ? fitTo(table.schema, original) : { item: original, reasons: [] };
      return rowOf({
        ...head,
        reasons: fit.reasons,
        ...(fit.item && { becomes: [{ kind, item: fit.item }] }),
      });
    });
  });
}

const CONVERTED = new Set([
  'rule_engine',
  'connectors',
  'actions',
  'sources',
  'bridges',
  'schema_registry',
  'authentication',
  'authorization',
  'listeners',
  'retainer',
  'delayed',
  'rewrite',
  'auto_subscribe',
  'topic_metrics',
  'slow_subs',
]);

/** They are in the configuration file here. */
const OF_THE_PROCESS = new Set([
  'mqtt',
  'log',
  'dashboard',
  'node',
  'sysmon',
  'sys_topics',
  'flapping_detect',
  'limiter',
  'force_shutdown',
  'force_gc',
  'conn_congestion',
  'overload_protection',
  'prometheus',
  'opentelemetry',
  'alarm',
  'api_key',
]);

function unreadRows({ cluster, unread }: EmqxConfig): ImportRow[] {
  const settings = Object.entries(cluster).flatMap(([key, original]) => {
    if (CONVERTED.has(key) || (isMembers(original) && Object.keys(original).length === 0)) return [];
    const reason = reasonOf(OF_THE_PROCESS.has(key) ? 'processSetting' : 'noCounterpart', { key });
    return [rowOf({ type: 'setting', name: key, original, reasons: [reason] })];
  });
  const rest = unread.map(({ type, name, reason }) =>
    rowOf({ type, name, original: null, reasons: [reason] }),
  );
  return [...settings, ...rest];
}
