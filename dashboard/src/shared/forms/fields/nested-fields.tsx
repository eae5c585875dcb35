import { ActionIcon, Button, Group, Input, NativeSelect, Paper, Stack, Text } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useLanguage, useTexts } from '../../texts/texts.ts';
import { Folded } from '../folded.tsx';
import { formTexts } from '../form.texts.ts';
import {
  emptyVariant,
  hasNoEffect,
  type JsonSchema,
  type Settings,
  type Shape,
  shapeOf,
  variantOf,
} from '../json-schema.ts';
import { SchemaField } from '../schema-field.tsx';
import { holdsProblem, useFormContext } from '../schema-form-context.ts';
import { optionWord } from '../setting-words.ts';
import type { FieldProps } from './field-props.ts';
import { useField } from './use-field.ts';

/** Settings below a name of their own: folded, unless one of them is needed. */
export function GroupField(props: FieldProps & { open?: boolean }) {
  const { schema, path, value, onChange, required = false, open = required } = props;
  const { label, description, error } = useField(props);
  const { problem } = useFormContext();
  const settings = (value ?? {}) as Settings;
  const set = Object.keys(settings).length;
  return (
    <Folded
      label={label}
      hint={description}
      count={set}
      open={open || holdsProblem(problem, path)}
      error={error}
    >
      <MemberFields schema={schema} path={path} value={settings} onChange={onChange} />
    </Folded>
  );
}

/** The fields of all members of an object. */
export function MemberFields({
  schema,
  path,
  value,
  onChange,
  names,
}: {
  schema: JsonSchema;
  path: readonly string[];
  value: Settings;
  onChange: (value: Settings | undefined) => void;
  /** Of those that are shown; all of them when absent. */
  names?: readonly string[];
}) {
  const members = Object.entries(schema.properties ?? {}).filter(
    ([name, member]) =>
      member.const === undefined &&
      (names ? names.includes(name) : !hasNoEffect(member) || value[name] !== undefined),
  );
  return members.map(([name, member]) => (
    <SchemaField
      key={name}
      schema={member}
      path={[...path, name]}
      value={value[name]}
      required={schema.required?.includes(name) ?? false}
      onChange={(next) => {
        const { [name]: _, ...rest } = value;
        onChange(next === undefined ? rest : { ...value, [name]: next });
      }}
    />
  ));
}

export function ListField(props: FieldProps & { item: JsonSchema }) {
  const { value, onChange, path, item } = props;
  const { label, description, error, readOnly } = useField(props);
  const texts = useTexts(formTexts);
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  const shape = shapeOf(item, [...path, '0']);
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <Stack gap={8} mt={4}>
        {entries.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no other name than their place
          <Paper key={`${index} of ${entries.length}`} withBorder p="xs" radius={6}>
            <Group justify="space-between" mb={4}>
              <Text size="xs" c="dimmed">
                {index + 1}
              </Text>
              {!readOnly && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={texts.remove(`${label} ${index + 1}`)}
                  onClick={() => onChange(entries.filter((_, other) => other !== index))}
                >
                  <IconX size={16} stroke={1.5} />
                </ActionIcon>
              )}
            </Group>
            <EntryField
              shape={shape}
              schema={item}
              path={[...path, String(index)]}
              value={entry}
              onChange={(next) => onChange(entries.map((other, place) => (place === index ? next : other)))}
            />
          </Paper>
        ))}
        {!readOnly && (
          <Button
            variant="subtle"
            size="compact-xs"
            w="fit-content"
            leftSection={<IconPlus size={14} stroke={1.5} />}
            onClick={() => onChange([...entries, shape.kind === 'group' ? {} : undefined])}
          >
            {texts.add}
          </Button>
        )}
      </Stack>
    </Input.Wrapper>
  );
}

function EntryField({ shape, ...field }: FieldProps & { shape: Shape }) {
  if (shape.kind !== 'group') return <SchemaField {...field} />;
  return (
    <Stack gap="sm">
      <MemberFields
        {...field}
        value={(field.value ?? {}) as Settings}
        onChange={(next) => field.onChange(next ?? {})}
      />
    </Stack>
  );
}

/** One of several kinds; what another kind had is not mixed in. */
export function UnionField(props: FieldProps & { shape: Extract<Shape, { kind: 'union' }> }) {
  const { value, onChange, path, shape, schema, required } = props;
  const { label, description, error, readOnly } = useField(props);
  const texts = useTexts(formTexts);
  const language = useLanguage();
  const [chosen, setChosen] = useState<string>();
  const current =
    shape.variants.find(({ name }) => name === chosen) ?? variantOf(shape.variants, value ?? schema.default);
  return (
    <Stack gap={6}>
      <NativeSelect
        label={label}
        description={description}
        error={error}
        required={required ?? false}
        disabled={readOnly}
        size="xs"
        maw={320}
        value={current?.name ?? ''}
        data={[
          ...(required ? [] : [{ value: '', label: texts.none }]),
          ...(required && !current ? [{ value: '', label: texts.notSet }] : []),
          ...shape.variants.map(({ name }) => ({ value: name, label: optionWord(name, language, path) })),
        ]}
        onChange={({ currentTarget }) => {
          const next = shape.variants.find(({ name }) => name === currentTarget.value);
          setChosen(next?.name);
          onChange(next && emptyVariant(next));
        }}
      />
      {current && current.shape.kind !== 'constant' && (
        <Stack gap="sm" pl="sm" style={{ borderInlineStart: '2px solid var(--tocsin-line)' }}>
          {current.shape.kind === 'group' ? (
            <MemberFields
              schema={current.schema}
              path={path}
              value={(value ?? {}) as Settings}
              onChange={onChange}
            />
          ) : (
            <SchemaField
              key={current.name}
              schema={current.schema}
              path={path}
              value={value}
              onChange={onChange}
            />
          )}
        </Stack>
      )}
    </Stack>
  );
}
