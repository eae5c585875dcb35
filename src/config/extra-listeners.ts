import { z } from 'zod';
import { listenerName, listenerSchema } from '../broker/listeners/listener-settings.ts';
import { LISTENER_TYPES } from '../broker/listeners/listener-types.ts';
import { suggest } from '../lib/suggest.ts';
import { membersAt } from '../lib/zod-members.ts';
import { taking } from './config-fields.ts';

/** Longer than anybody needs, shorter than what takes all files of a process. */
const MOST_LISTENERS = 100;

/** One of `listeners.more`: `{type: tcp, name: plant, bind: "127.0.0.1:1884", …}`, or host and port for bind. */
const extraListener = z
  .looseObject({
    type: z.enum(LISTENER_TYPES, { error: `write one of ${LISTENER_TYPES.join(', ')}` }),
    name: listenerName.refine((name) => name !== 'default', {
      error: 'the listener "default" of each type has a section of its own, such as listeners.tcp',
    }),
  })
  .transform(({ type, name, host, port, ...rest }, context) => {
    const schema = listenerSchema(type);
    const settings = port === undefined ? rest : { bind: bindOf(host, port), ...rest };
    if (!('bind' in settings)) {
      context.addIssue({ code: 'custom', message: 'write bind, such as "127.0.0.1:1884"', path: ['bind'] });
      return z.NEVER;
    }
    const result = schema.safeParse(settings);
    if (result.success) return { type, name, settings: result.data };
    for (const issue of result.error.issues) {
      const isUnknown = issue.code === 'unrecognized_keys';
      const message = isUnknown ? unknownText(schema, issue) : issue.message;
      const unknown = isUnknown ? issue.keys.slice(0, 1) : [];
      context.addIssue({
        code: 'custom',
        message,
        path: [...issue.path, ...unknown],
        params: { isName: isUnknown },
      });
    }
    return z.NEVER;
  });

/** Written as a YAML list, or as JSON in a flag. */
export const extraListeners = () =>
  taking(
    z
      .array(extraListener)
      .max(MOST_LISTENERS)
      .superRefine((listeners, context) => {
        const ids = listeners.map(({ type, name }) => `${type}:${name}`);
        for (const [index, id] of ids.entries()) {
          if (ids.indexOf(id) === index) continue;
          context.addIssue({ code: 'custom', message: `${id} stands there twice`, path: [index, 'name'] });
        }
      }),
    { kind: 'list' },
  );

function bindOf(host: unknown, port: unknown): string {
  const name = typeof host === 'string' && host.includes(':') ? `[${host}]` : (host ?? '0.0.0.0');
  return `${String(name)}:${String(port)}`;
}

function unknownText(
  schema: z.ZodType,
  issue: { keys: readonly string[]; path: readonly PropertyKey[] },
): string {
  const [unknown = ''] = issue.keys;
  const meant = suggest(unknown, membersAt(schema, issue.path));
  return `there is no setting ${unknown}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}
