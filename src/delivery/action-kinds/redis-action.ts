import { z } from 'zod';
import type { Payload } from '../../connectors/payload.ts';
import type { RedisRequest } from '../../connectors/redis/redis.ts';
import { durationField, unusedField } from '../../lib/zod-fields.ts';
import { compilePayload, placeholderOf } from '../templates/payload-template.ts';
import { compileTemplate, type TemplateRow } from '../templates/template.ts';
import { defineAction } from './action-kind.ts';

/** They change what the connection is, wait, or belong to whoever runs the server. */
const REFUSED_COMMANDS = new Set(
  `AUTH HELLO SELECT QUIT RESET CLIENT READONLY READWRITE ASKING MULTI EXEC DISCARD WATCH UNWATCH SUBSCRIBE PSUBSCRIBE
  SSUBSCRIBE UNSUBSCRIBE PUNSUBSCRIBE SUNSUBSCRIBE MONITOR SYNC PSYNC REPLCONF BLPOP BRPOP BLMOVE BRPOPLPUSH BLMPOP BZPOPMIN
  BZPOPMAX BZMPOP WAIT WAITAOF SHUTDOWN DEBUG CONFIG MODULE ACL SAVE BGSAVE BGREWRITEAOF FLUSHALL FLUSHDB SWAPDB REPLICAOF
  SLAVEOF FAILOVER CLUSTER MIGRATE RESTORE EVAL EVALSHA EVAL_RO EVALSHA_RO SCRIPT FUNCTION FCALL FCALL_RO`.split(
    /\s+/,
  ),
);

const command = z
  .array(z.string().max(32_768))
  .min(1)
  .max(1024)
  .superRefine(([name = ''], context) => {
    const message = !/^[A-Za-z][A-Za-z0-9._-]*$/.test(name)
      ? 'the first is the name of a command, without placeholders'
      : REFUSED_COMMANDS.has(name.toUpperCase())
        ? `${name.toUpperCase()} is not for actions`
        : undefined;
    if (message) context.addIssue({ code: 'custom', path: [0], message });
  })
  .meta({
    description:
      'The command and its arguments, each a template of its own. A list that map_to_redis_hset_args() made becomes several.',
  });

const parameters = z.strictObject({
  command_template: command,
  redis_type: unusedField(z.enum(['single', 'sentinel', 'cluster'])),
  sync_query_timeout: unusedField(durationField),
});

/** What map_to_redis_hset_args() puts before the names and values. */
const HSET_MARK = 'map_to_redis_hset_args';

export const redisAction = defineAction<typeof parameters>({
  type: 'redis',
  parameters,
  batch: { size: 100, time: '0ms' },
  compile({ command_template: [name = '', ...args] }) {
    const templates = args.map(compileArgument);
    return (row): RedisRequest => ({ command: [name, ...templates.flatMap((render) => render(row))] });
  },
});

function compileArgument(text: string): (row: TemplateRow) => Payload[] {
  const path = placeholderOf(text);
  if (!path) {
    const template = compileTemplate(text, 'raw');
    return (row) => [template.render(row)];
  }
  const payloadOf = compilePayload(text);
  return (row) => hsetArguments(row, path) ?? [payloadOf(row)];
}

function hsetArguments(row: TemplateRow, path: readonly string[]): string[] | undefined {
  if (!Array.isArray(row.value(path))) return undefined;
  const [mark, ...pairs] = JSON.parse(row.json(path)) as unknown[];
  return mark === HSET_MARK
    ? pairs.map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
    : undefined;
}
