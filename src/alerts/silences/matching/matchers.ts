import { z } from 'zod';
import { compileGuarded } from '../../../lib/patterns/guarded-pattern.ts';
import { PatternError, TextTooLongError } from '../../../lib/patterns/pattern-error.ts';
import { sqlMessages } from '../../../texts/sql-messages.ts';
import { type Alert, SEVERITIES } from '../../alert.ts';
import { traitOf } from '../../book/group-id.ts';
import { exactText, type TextMatcher, wildcardMatcher } from './wildcard.ts';

const MOST_VALUES = 1000;

const oneOrMore = (longest: number) =>
  z.union([z.string().min(1).max(longest), z.array(z.string().min(1).max(longest)).min(1).max(MOST_VALUES)], {
    error: 'write one text, or a list of them of which one has to fit',
  });

/** Which alerts are meant: those that fit all of it. */
export const alertMatchers = z
  .strictObject({
    rule: oneOrMore(256).optional().meta({ description: 'Ids of rules' }),
    monitor: oneOrMore(256).optional().meta({ description: 'Names of monitors' }),
    key: oneOrMore(65_535).optional().meta({ description: 'Keys: dev-0421; dev-* is all that begin so' }),
    key_re: z
      .string()
      .min(1)
      .max(1000)
      .superRefine((pattern, context) => {
        const message = mistakeIn(pattern);
        if (message !== undefined) context.addIssue({ code: 'custom', message });
      })
      .optional()
      .meta({ description: 'A regular expression for the whole key' }),
    severity: z
      .union([z.enum(SEVERITIES), z.array(z.enum(SEVERITIES)).min(1).max(3)], {
        error: `write ${SEVERITIES.join(', ')}, or a list of them`,
      })
      .optional(),
    labels: z
      .record(z.string().min(1).max(128), z.string().max(1024))
      .refine((labels) => Object.keys(labels).length > 0, 'name a label, or leave labels out')
      .refine((labels) => Object.keys(labels).length <= 32, 'no more than 32 labels')
      .optional()
      .meta({
        description:
          'All of these labels, with these values; also listener, node, network/16, network/24, attr.x',
      }),
    group: oneOrMore(4096).optional().meta({ description: 'Ids of groups (group_id of an alert)' }),
  })
  .refine((matchers) => Object.values(matchers).some((value) => value !== undefined), {
    error: 'say which alerts are meant: rule, monitor, key, key_re, severity or labels; {"key": "*"} is all',
  })
  .meta({
    id: 'AlertMatchers',
    description:
      'Which alerts: those that fit all of it. In texts * stands for any characters, \\* for a star',
  });

export type AlertMatchers = z.output<typeof alertMatchers>;

/** Matchers, made ready. What they name exactly is where they are looked for. */
export interface CompiledMatchers {
  matches(alert: Alert): boolean;
  readonly exact: Readonly<Record<ExactName, readonly string[] | undefined>>;
}

/** The most telling first. */
export const EXACT_NAMES = ['key', 'group', 'rule', 'monitor'] as const;
export type ExactName = (typeof EXACT_NAMES)[number];

export function compileMatchers(matchers: AlertMatchers): CompiledMatchers {
  const { rule, monitor, key, key_re: keyRe, severity, labels, group } = matchers;
  const tests: ((alert: Alert) => boolean)[] = [];
  const add = (matcher: TextMatcher | undefined, textOf: (alert: Alert) => string | undefined): void => {
    if (!matcher) return;
    tests.push((alert) => {
      const text = textOf(alert);
      return text !== undefined && matcher(text);
    });
  };
  const severities = severity === undefined ? undefined : new Set([severity].flat());
  if (severities) tests.push((alert) => severities.has(alert.severity));
  add(anyOf(rule), ({ source }) => (source.kind === 'rule' ? source.id : undefined));
  add(anyOf(monitor), ({ source }) => (source.kind === 'monitor' ? source.name : undefined));
  add(anyOf(key), (alert) => alert.key);
  add(anyOf(group), (alert) => alert.groupId);
  for (const [name, value] of Object.entries(labels ?? {})) {
    add(wildcardMatcher(value), ({ labels: own, subject }) =>
      Object.hasOwn(own, name) ? own[name] : traitOf(name, own, subject),
    );
  }
  add(keyRe === undefined ? undefined : patternOf(keyRe), (alert) => alert.key);
  return {
    matches: (alert) => tests.every((test) => test(alert)),
    exact: { key: exactOf(key), group: exactOf(group), rule: exactOf(rule), monitor: exactOf(monitor) },
  };
}

function anyOf(written: string | readonly string[] | undefined): TextMatcher | undefined {
  if (written === undefined) return undefined;
  const exact = exactOf(written);
  if (exact) {
    const texts = new Set(exact);
    return (text) => texts.has(text);
  }
  const matchers = [written].flat().map(wildcardMatcher);
  return (text) => matchers.some((matches) => matches(text));
}

/** Undefined when one of them has a wildcard. */
function exactOf(written: string | readonly string[] | undefined): string[] | undefined {
  if (written === undefined) return undefined;
  const texts = [written].flat().map(exactText);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** Of the whole key: what is meant for `dev-1` must not hide `dev-10`. @throws PatternError */
function patternOf(pattern: string): TextMatcher {
  const [, flags = '', rest = ''] = /^(\(\?[a-zA-Z]+\))?([\s\S]*)$/.exec(pattern) ?? [];
  const compiled = compileGuarded(`${flags}\\A(?:${rest})\\z`);
  return (text) => {
    try {
      return compiled.test(text);
    } catch (error) {
      // A key that is too long for this pattern is told rather than hidden.
      if (error instanceof TextTooLongError) return false;
      throw error;
    }
  };
}

function mistakeIn(pattern: string): string | undefined {
  try {
    patternOf(pattern);
    return undefined;
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const { fault } = error;
    return (sqlMessages.en[fault.code] as (about: typeof fault) => string)(fault);
  }
}
