import { Button, Group, NativeSelect, Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import { TemplateInput, type TemplateVariable } from '../../shared/forms/template-input.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { outputsTexts } from './outputs.texts.ts';

export type RepublishArguments = Readonly<Record<string, unknown>>;

interface RepublishFormProps {
  readonly value: RepublishArguments;
  readonly variables: readonly TemplateVariable[];
  readonly readOnly: boolean;
  readonly submit: string;
  readonly onSubmit: (value: RepublishArguments) => void;
}

/** A message that is published for each row. What is left out follows the event. */
export function RepublishForm({ value, variables, readOnly, submit, onSubmit }: RepublishFormProps) {
  const texts = useTexts(outputsTexts);
  const [written, setWritten] = useState(value);
  const change = (name: string, next: unknown) => {
    const { [name]: _, ...others } = written;
    setWritten(next === '' || next === undefined ? others : { ...others, [name]: next });
  };
  const textOf = (name: string) => (written[name] === undefined ? '' : String(written[name]));
  return (
    <Stack gap="sm">
      <TemplateInput
        label={texts.topic}
        required
        value={textOf('topic')}
        onChange={(next) => change('topic', next)}
        variables={variables}
        multiline={false}
        readOnly={readOnly}
      />
      <TemplateInput
        label={texts.payload}
        description={texts.payloadHint}
        value={textOf('payload')}
        onChange={(next) => change('payload', next)}
        variables={variables}
        multiline
        readOnly={readOnly}
      />
      <Group gap="sm" align="flex-end">
        <NativeSelect
          size="xs"
          label={texts.qos}
          disabled={readOnly}
          value={textOf('qos')}
          onChange={({ currentTarget }) =>
            change(
              'qos',
              /^\d$/.test(currentTarget.value) ? Number(currentTarget.value) : currentTarget.value,
            )
          }
          data={[
            { value: '', label: texts.byDefault(`\${qos}`) },
            ...[...new Set(['0', '1', '2', ...(textOf('qos') === '' ? [] : [textOf('qos')])])],
          ]}
        />
        <NativeSelect
          size="xs"
          label={texts.retain}
          disabled={readOnly}
          value={textOf('retain')}
          onChange={({ currentTarget }) => {
            const { value: next } = currentTarget;
            change('retain', next === 'true' || next === 'false' ? next === 'true' : next);
          }}
          data={[
            { value: '', label: texts.byDefault(`\${retain}`) },
            ...[...new Set(['true', 'false', ...(textOf('retain') === '' ? [] : [textOf('retain')])])],
          ]}
        />
      </Group>
      <TemplateInput
        label={texts.userProperties}
        description={texts.byDefault(`\${user_properties}`)}
        value={textOf('user_properties')}
        onChange={(next) => change('user_properties', next)}
        variables={variables}
        multiline={false}
        readOnly={readOnly}
      />
      <Switch
        label={texts.direct}
        disabled={readOnly}
        checked={written.direct_dispatch === true || written.direct_dispatch === 'true'}
        onChange={({ currentTarget }) => change('direct_dispatch', currentTarget.checked || undefined)}
      />
      {!readOnly && (
        <Group>
          <Button disabled={textOf('topic') === ''} onClick={() => onSubmit(written)}>
            {submit}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
