import { z } from 'zod';
import { readClientAcl } from '../authorization/client-acl-reader.ts';
import { RuleItemError } from '../authorization/rule-item-error.ts';

/** `is_superuser` of a token or an answer. Whatever is not clearly true is false. */
export const superuserField = z
  .unknown()
  .optional()
  .transform((value) => value === true || value === 'true' || value === 1 || value === '1');

const MOST_ATTRIBUTES = 64;

const attributes = z
  .record(
    z.string().min(1).max(256),
    z.union([z.string().max(4096), z.number(), z.boolean()]).transform(String),
  )
  .refine((members) => Object.keys(members).length <= MOST_ATTRIBUTES);

/** `client_attrs`: texts by name. What is not of that shape is left out, as EMQX does. */
export const attributesField = z
  .unknown()
  .optional()
  .transform((value): Readonly<Record<string, string>> => attributes.safeParse(value).data ?? {});

/** An access list that cannot be read must not count as none: its holder would have the rights of everybody. */
export function readAcl(acl: unknown): { readonly isReadable: boolean; readonly value: unknown } {
  if (acl === undefined || acl === null) return { isReadable: true, value: undefined };
  try {
    readClientAcl(acl);
    return { isReadable: true, value: acl };
  } catch (error) {
    if (!(error instanceof RuleItemError)) throw error;
    return { isReadable: false, value: undefined };
  }
}
