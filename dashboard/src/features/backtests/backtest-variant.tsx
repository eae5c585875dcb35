import { Group, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { useTexts } from '../../shared/texts/texts.ts';
import type { TriedRule } from './backtest-run.ts';
import { backtestTexts } from './backtests.texts.ts';

/** What is other than in the rule; empty: as there. */
interface Variant {
  readonly grace: string;
  readonly count: string;
  readonly within: string;
  readonly sql: string;
}

export const EMPTY_VARIANT: Variant = { grace: '', count: '', within: '', sql: '' };

interface Threshold {
  readonly count?: number;
  readonly within?: string | number;
}

type AlertMembers = { readonly for?: string | number; readonly threshold?: Threshold };

export function variantOf(rule: TriedRule, { grace, count, within, sql }: Variant): TriedRule {
  const alert = rule.alert as (AlertMembers & object) | null | undefined;
  return {
    ...rule,
    ...(sql.trim() !== '' && { sql }),
    ...(alert && {
      alert: {
        ...alert,
        ...(grace !== '' && { for: grace }),
        ...(alert.threshold && {
          threshold: {
            ...alert.threshold,
            ...(count !== '' && { count: Number(count) }),
            ...(within !== '' && { within }),
          },
        }),
      },
    }),
  };
}

interface BacktestVariantProps {
  readonly rule: TriedRule;
  readonly value: Variant;
  readonly onChange: (value: Variant) => void;
}

/** The few things that people try when an alert rings too often or too late. */
export function BacktestVariant({ rule, value, onChange }: BacktestVariantProps) {
  const texts = useTexts(backtestTexts);
  const alert = rule.alert as (AlertMembers & object) | null | undefined;
  const set = (change: Partial<Variant>) => onChange({ ...value, ...change });
  return (
    <Stack gap="xs">
      {alert && (
        <Group gap="sm">
          <TextInput
            label={texts.grace}
            placeholder={String(alert.for ?? '0s')}
            value={value.grace}
            onChange={(event) => set({ grace: event.currentTarget.value.trim() })}
            w={120}
          />
          {alert.threshold && (
            <>
              <NumberInput
                size="xs"
                label={texts.count}
                placeholder={String(alert.threshold.count ?? '')}
                value={value.count}
                onChange={(count) => set({ count: String(count) })}
                min={1}
                w={120}
              />
              <TextInput
                label={texts.within}
                placeholder={String(alert.threshold.within ?? '')}
                value={value.within}
                onChange={(event) => set({ within: event.currentTarget.value.trim() })}
                w={120}
              />
            </>
          )}
        </Group>
      )}
      <Textarea
        size="xs"
        label={texts.sql}
        placeholder={rule.sql}
        value={value.sql}
        onChange={(event) => set({ sql: event.currentTarget.value })}
        autosize
        minRows={2}
        maxRows={12}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        spellCheck={false}
      />
    </Stack>
  );
}
