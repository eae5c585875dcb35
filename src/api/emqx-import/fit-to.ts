import type { z } from 'zod';
import { isMembers, type Members, type Reason, reasonOf } from './emqx-config.ts';

export type Fit =
  | { readonly item: Members; readonly reasons: readonly Reason[] }
  | { readonly item: undefined; readonly reasons: readonly Reason[] };

/** Rounds: each leaves out what one level does not know. */
const MOST_ROUNDS = 20;

/** What EMQX adds to its answers and its files, and says nothing about how a thing works. */
const READ_ONLY = [
  'status',
  'status_reason',
  'node_status',
  'node',
  'created_at',
  'last_modified_at',
  'metrics',
  'node_metrics',
];

/**
 * What a schema here makes of the settings of EMQX: members that it does not know are left out and told, the rest has to be right.
 * The defaults are in the result, so that it can be compared with what is stored.
 */
export function fitTo(schema: z.ZodType, draft: Members): Fit {
  let value = structuredClone(without(draft, READ_ONLY)) as Record<string, unknown>;
  value = withoutIdleTls(value);
  const leftOut: string[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const result = schema.safeParse(value);
    if (result.success) {
      const item = JSON.parse(JSON.stringify(result.data)) as Members;
      return {
        item,
        reasons: leftOut.length > 0 ? [reasonOf('leftOut', { members: leftOut.join(', ') })] : [],
      };
    }
    const unknown = result.error.issues.filter((issue) => issue.code === 'unrecognized_keys');
    if (unknown.length === 0) {
      const [issue] = result.error.issues;
      const at = issue?.path.join('.') || 'root';
      return { item: undefined, reasons: [reasonOf('invalid', { at, why: issue?.message ?? '' })] };
    }
    for (const { path, keys } of unknown) {
      const place = path.reduce<unknown>((inner, name) => (inner as Members)?.[name as string], value);
      if (!isMembers(place)) continue;
      for (const key of keys) delete (place as Record<string, unknown>)[key];
      leftOut.push(...keys.map((key) => [...path, key].join('.')));
    }
  }
  return { item: undefined, reasons: [reasonOf('leftOut', { members: leftOut.join(', ') })] };
}

export function without(item: Members, names: readonly string[]): Members {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));
}

/** EMQX writes all members of `ssl` also where it is off; they mean nothing then. */
function withoutIdleTls(value: Record<string, unknown>): Record<string, unknown> {
  const { ssl } = value;
  return isMembers(ssl) && ssl.enable === false ? { ...value, ssl: { enable: false } } : value;
}
