import { SegmentedControl, Stack, Text } from '@mantine/core';
import { momentOfField } from '../../../shared/hours/local-time.ts';
import { MomentField } from '../../../shared/hours/moment-field.tsx';
import { useTexts } from '../../../shared/texts/texts.ts';
import { actingTexts } from './acting.texts.ts';
import type { SilenceTime } from './alert-calls.ts';

export type SilenceLength = 'hour' | 'fourHours' | 'recovery' | 'time';

export interface ChosenTime {
  readonly length: SilenceLength;
  /** As a field of the browser has it: `2026-08-20T18:00`. */
  readonly until: string;
}

const HOUR = 3_600_000;

/** Undefined while it cannot be meant. @param now Unix milliseconds */
export function silenceTimeOf({ length, until }: ChosenTime, now: number): SilenceTime | undefined {
  if (length === 'hour') return { ends_at: now + HOUR };
  if (length === 'fourHours') return { ends_at: now + 4 * HOUR };
  if (length === 'recovery') return { until_resolved: true };
  const end = momentOfField(until);
  return end > now ? { ends_at: end } : undefined;
}

interface SilenceTimeFieldsProps {
  readonly value: ChosenTime;
  readonly onChange: (value: ChosenTime) => void;
  /** Say what is missing. */
  readonly isChecked: boolean;
}

/** 1 h, 4 h, until recovery, until a moment. */
export function SilenceTimeFields({ value, onChange, isChecked }: SilenceTimeFieldsProps) {
  const texts = useTexts(actingTexts);
  const end = momentOfField(value.until);
  const complaint = Number.isNaN(end) ? texts.endsMissing : end <= Date.now() ? texts.endsInPast : undefined;
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        {texts.how}
      </Text>
      <SegmentedControl
        aria-label={texts.how}
        size="xs"
        transitionDuration={0}
        value={value.length}
        onChange={(length) => onChange({ ...value, length: length as SilenceLength })}
        data={[
          { value: 'hour', label: texts.hour },
          { value: 'fourHours', label: texts.fourHours },
          { value: 'recovery', label: texts.untilRecovery },
          { value: 'time', label: texts.untilTime },
        ]}
      />
      {value.length === 'time' && (
        <MomentField
          label={texts.endsAt}
          value={value.until}
          onChange={(until) => onChange({ ...value, until })}
          error={isChecked ? complaint : undefined}
        />
      )}
    </Stack>
  );
}
