import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { foreignZone } from './local-time.ts';

interface MomentFieldProps {
  readonly label: string;
  readonly description?: ReactNode;
  /** As `localField` writes it. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: ReactNode;
  /** Seconds can be chosen too. */
  readonly hasSeconds?: boolean;
}

/** A day and a time, in the zone in which all times are shown; it says which when that is not the browser's. */
export function MomentField({ label, description, value, onChange, error, hasSeconds }: MomentFieldProps) {
  const zone = foreignZone();
  return (
    <TextInput
      type="datetime-local"
      {...(hasSeconds && { step: 1 })}
      label={zone === undefined ? label : `${label} (${zone})`}
      description={description}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      error={error}
    />
  );
}
