import { Alert, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLanguage, useTexts } from '../texts/texts.ts';
import readable from '../ui/readable.module.css';
import { MemberFields } from './fields/nested-fields.tsx';
import { Folded } from './folded.tsx';
import { formTexts } from './form.texts.ts';
import { fieldProblemOf } from './form-problem.ts';
import { hasNoEffect, type JsonSchema, type Settings } from './json-schema.ts';
import { FormContext, holdsProblem } from './schema-form-context.ts';
import type { TemplateVariable } from './template-input.tsx';

interface SchemaFormProps {
  /** Of an object: `connector` or `action` of `GET /connector_types`. */
  readonly schema: JsonSchema;
  readonly value: Settings;
  readonly onChange: (value: Settings) => void;
  /** What the server refused: shown below the setting that it is about. */
  readonly problem?: Error | null | undefined;
  /** Names that stand first; those that are needed do so anyway. The others are folded away. */
  readonly main?: readonly string[];
  /** Names that are asked for elsewhere, or not at all. */
  readonly hidden?: readonly string[];
  /** From a file, or the role may not. */
  readonly readOnly?: boolean;
  /** What templates in `parameters` may be filled with. */
  readonly variables?: readonly TemplateVariable[];
  /** Fields that somebody draws better, above the others. */
  readonly children?: ReactNode;
}

/** What most people want to set, of whatever it is. */
const MAIN = [
  'url',
  'server',
  'servers',
  'bootstrap_hosts',
  'routing_key',
  'token',
  'chat_id',
  'message_thread_id',
  'secret',
  'keyword',
  'tls',
  'username',
  'password',
  'database',
  'virtual_host',
  'authentication',
  'from',
  'to',
  'as',
  'signature',
  'format',
  'directory',
  'headers',
  'parameters',
];

const NOTHING: readonly never[] = [];

/** A form for settings, drawn from their JSON Schema. What is empty is not sent, and its default holds. */
export function SchemaForm(props: SchemaFormProps) {
  const {
    schema,
    value,
    onChange,
    problem,
    main = MAIN,
    hidden = NOTHING,
    readOnly = false,
    children,
  } = props;
  const { variables = NOTHING } = props;
  const language = useLanguage();
  const texts = useTexts(formTexts);
  const fieldProblem = fieldProblemOf(problem, language);
  const names = Object.entries(schema.properties ?? {})
    .filter(([name, member]) => !hidden.includes(name) && (!hasNoEffect(member) || value[name] !== undefined))
    .map(([name]) => name);
  const isFirst = (name: string) => main.includes(name) || (schema.required?.includes(name) ?? false);
  const first = names.filter(isFirst);
  const others = names.filter((name) => !isFirst(name));
  const change = (next: Settings | undefined) => onChange(next ?? {});
  const isElsewhere =
    fieldProblem &&
    (fieldProblem.path === undefined || !names.includes(fieldProblem.path.split('.')[0] ?? ''));
  return (
    <FormContext value={{ readOnly, problem: fieldProblem, variables }}>
      <Stack gap="sm" maw={640} className={readable.readable ?? ''}>
        {children}
        <MemberFields schema={schema} path={[]} value={value} onChange={change} names={first} />
        {others.length > 0 && (
          <Folded
            label={texts.more}
            count={others.filter((name) => value[name] !== undefined).length}
            open={others.some((name) => holdsProblem(fieldProblem, [name]))}
          >
            <MemberFields schema={schema} path={[]} value={value} onChange={change} names={others} />
          </Folded>
        )}
        {isElsewhere && (
          <Alert color="red" variant="light" role="alert">
            <Text size="sm">
              {fieldProblem.path !== undefined && `${texts.elsewhere(fieldProblem.path)} `}
              {fieldProblem.reason}
            </Text>
          </Alert>
        )}
      </Stack>
    </FormContext>
  );
}
