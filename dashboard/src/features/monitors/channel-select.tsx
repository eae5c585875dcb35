import { MultiSelect } from '@mantine/core';
import { useChannelIds } from './monitor-queries.ts';

interface ChannelSelectProps {
  readonly label: string;
  readonly description?: string;
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
}

/** Channels by their ids; those that are not there any more stay until somebody takes them away. */
export function ChannelSelect({ value, onChange, error, description, ...props }: ChannelSelectProps) {
  const known = useChannelIds();
  return (
    <MultiSelect
      size="xs"
      searchable
      clearable
      {...props}
      {...(description !== undefined && { description })}
      value={[...value]}
      data={[...new Set([...known, ...value])]}
      onChange={onChange}
      error={error}
    />
  );
}
