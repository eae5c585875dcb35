import { Alert, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import type { RuleEvent } from '../../../../src/api/contract.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { sampleTexts } from './sample.texts.ts';
import { madeUpSample } from './sample.ts';

interface SampleFormProps {
  readonly text: string;
  readonly kinds: readonly RuleEvent[];
  readonly onChange: (text: string) => void;
}

/** The columns of a made-up event, one field each; maps and times are for the JSON. */
export function SampleForm({ text, kinds, onChange }: SampleFormProps) {
  const texts = useTexts(sampleTexts);
  const language = useLanguage();
  const sample = objectOf(text);
  if (!sample) return <Alert color="red">{texts.badJson}</Alert>;
  const kind = kinds.find(({ test_type }) => test_type === sample.event_type) ?? kinds[0];
  const change = (name: string, value: unknown) => {
    const next = { ...sample, [name]: value };
    if (value === undefined) delete next[name];
    onChange(JSON.stringify(next, null, 2));
  };
  return (
    <Stack gap="xs">
      {kinds.length > 1 && (
        <NativeSelect
          size="xs"
          label={texts.event}
          value={kind?.test_type ?? ''}
          onChange={({ currentTarget }) =>
            onChange(madeUpSample(kinds.find(({ test_type }) => test_type === currentTarget.value)))
          }
          data={kinds.map(({ test_type, title }) => ({ value: test_type, label: title[language] }))}
        />
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" verticalSpacing={6}>
        {Object.entries(kind?.test_columns ?? {}).map(([name, [example]]) => (
          <TextInput
            key={name}
            label={name}
            placeholder={shown(example)}
            value={sample[name] === undefined ? '' : shown(sample[name])}
            onChange={({ currentTarget }) => change(name, readAs(currentTarget.value, example))}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A number where the example is one, as far as what is written can be read so. */
function readAs(text: string, example: unknown): unknown {
  if (text === '') return undefined;
  if (typeof example === 'string') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
