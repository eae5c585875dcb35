import { ActionIcon, Button, Group, Input, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTexts } from '../../texts/texts.ts';
import { formTexts } from '../form.texts.ts';
import { useFormContext } from '../schema-form-context.ts';
import { TemplateInput } from '../template-input.tsx';
import type { FieldProps } from './field-props.ts';
import { useField } from './use-field.ts';

interface Row {
  readonly id: number;
  readonly name: string;
  readonly value: string;
}

let lastId = 0;
const rowOf = (name: string, value: string): Row => ({ id: ++lastId, name, value });

/** Headers and the like: a name and a value a row. A row without a name is not sent. */
export function MapField(props: FieldProps) {
  const { value, onChange, schema, path } = props;
  const { label, description, error, readOnly } = useField(props);
  const texts = useTexts(formTexts);
  const { variables } = useFormContext();
  const [rows, setRows] = useState(() => rowsOf(value ?? schema.default));
  const change = (next: readonly Row[]) => {
    setRows([...next]);
    onChange(Object.fromEntries(next.filter(({ name }) => name !== '').map((row) => [row.name, row.value])));
  };
  const put = (row: Row) => change(rows.map((other) => (other.id === row.id ? row : other)));
  const isTemplate = path[0] === 'parameters';
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <Stack gap={6} mt={4}>
        {rows.map((row) => (
          <Group key={row.id} gap={6} wrap="nowrap" align="flex-start">
            <TextInput
              aria-label={texts.name}
              placeholder={texts.name}
              w="38%"
              readOnly={readOnly}
              autoComplete="off"
              spellCheck={false}
              value={row.name}
              onChange={({ currentTarget }) => put({ ...row, name: currentTarget.value })}
            />
            <div style={{ flex: 1 }}>
              <TemplateInput
                label={undefined}
                placeholder={texts.value}
                value={row.value}
                readOnly={readOnly}
                multiline={false}
                variables={isTemplate ? variables : []}
                accessibleName={`${texts.value} ${row.name}`}
                onChange={(text) => put({ ...row, value: text })}
              />
            </div>
            {!readOnly && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={30}
                aria-label={texts.remove(row.name)}
                onClick={() => change(rows.filter(({ id }) => id !== row.id))}
              >
                <IconX size={16} stroke={1.5} />
              </ActionIcon>
            )}
          </Group>
        ))}
        {!readOnly && (
          <Button
            variant="subtle"
            size="compact-xs"
            w="fit-content"
            leftSection={<IconPlus size={14} stroke={1.5} />}
            onClick={() => setRows([...rows, rowOf('', '')])}
          >
            {texts.add}
          </Button>
        )}
      </Stack>
    </Input.Wrapper>
  );
}

function rowsOf(value: unknown): Row[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([name, text]) => rowOf(name, String(text)));
}
