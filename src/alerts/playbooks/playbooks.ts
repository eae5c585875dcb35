import { z } from 'zod';
import { suggest } from '../../lib/suggest.ts';
import type { Severity } from '../alert.ts';
import { AlertError } from '../alert-error.ts';
import type { AlertDraft } from '../alert-settings.ts';
import { accessPlaybooks } from './access-playbooks.ts';
import { platformPlaybooks } from './platform-playbooks.ts';
import type { ParameterType, Playbook, Words } from './playbook.ts';
import { presencePlaybooks } from './presence-playbooks.ts';
import { trafficPlaybooks } from './traffic-playbooks.ts';

/** Ready-made alert rules, in the order in which people look for them. */
export const playbooks: readonly Playbook[] = [
  ...presencePlaybooks,
  ...accessPlaybooks,
  ...trafficPlaybooks,
  ...platformPlaybooks,
];

/** The body of `POST /rules`. */
export interface RenderedRule {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly sql: string;
  readonly enable: true;
  readonly alert: AlertDraft;
}

export function findPlaybook(id: string): Playbook | undefined {
  return playbooks.find((book) => book.id === id);
}

const ruleId = z
  .string()
  .min(1)
  .max(256)
  .regex(/^\P{Cc}+$/u, 'must not contain control characters');

/**
 * The rule that a playbook makes of its parameters; what is not given has its default. `id` is that of the rule, the
 * playbook's own when it is left out; `name` what the rule is called.
 * @throws AlertError BAD_REQUEST that names the parameter
 */
export function renderPlaybook(
  book: Playbook,
  given: Readonly<Record<string, unknown>>,
  language: 'en' | 'zh',
): RenderedRule {
  const values = readParameters(book, given);
  const { id = book.id, name = book.name[language], severity, notify, ...own } = values;
  const { sql, alert } = book.recipe(own);
  const channels = notify as readonly string[] | undefined;
  return {
    id: id as string,
    name: name as string,
    description: book.description[language],
    sql,
    enable: true,
    alert: {
      ...alert,
      severity: severity as Severity,
      ...(channels?.length ? { notify: [...channels] } : {}),
    },
  };
}

function readParameters(
  { parameters }: Playbook,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const known = [...Object.keys(parameters), 'id', 'name'];
  const unknown = Object.keys(given).find((parameter) => !known.includes(parameter));
  if (unknown !== undefined) {
    const meant = suggest(unknown, known);
    const hint = meant === undefined ? `there are ${known.join(', ')}` : `did you mean ${meant}?`;
    throw new AlertError('BAD_REQUEST', `${unknown}: there is no such parameter; ${hint}`);
  }
  const values: Record<string, unknown> = {};
  for (const [name, { schema, default: usual }] of Object.entries(parameters)) {
    const value = given[name] ?? usual;
    if (value === undefined) throw new AlertError('BAD_REQUEST', `${name}: has to be given`);
    values[name] = parsed(name, schema, value);
  }
  if (given.id !== undefined) values.id = parsed('id', ruleId, given.id);
  if (given.name !== undefined) values.name = parsed('name', z.string().min(1).max(256), given.name);
  return values;
}

function parsed(name: string, schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AlertError('BAD_REQUEST', `${name}: ${result.error.issues[0]?.message ?? 'is not usable'}`);
}

/** What `GET /playbooks` says of one. */
export interface PlaybookView {
  readonly id: string;
  readonly name: Words;
  readonly description: Words;
  /** In the order in which a form asks for them. */
  readonly parameters: readonly {
    readonly name: string;
    readonly type: ParameterType;
    readonly label: Words;
    readonly required: boolean;
    readonly default: unknown;
    readonly minimum?: number | undefined;
    readonly maximum?: number | undefined;
    readonly options?: readonly string[] | undefined;
  }[];
  readonly check: readonly Words[];
  readonly monitor: string | null;
}

export function playbookView({ id, name, description, parameters, check, monitor }: Playbook): PlaybookView {
  return {
    id,
    name,
    description,
    parameters: Object.entries(parameters).map(([parameter, { schema: _, default: usual, ...about }]) => ({
      name: parameter,
      ...about,
      required: usual === undefined,
      default: usual ?? null,
    })),
    check,
    monitor: monitor ?? null,
  };
}
