import { Stack } from '@mantine/core';
import type { Trace } from '../../../../src/api/contract.ts';
import { useTraceLines } from './trace-lines.ts';
import { TraceStrip } from './trace-strip.tsx';
import { TraceTable } from './trace-table.tsx';

interface TraceViewProps {
  readonly trace: Trace;
  /** Whether whose trace it is is known from around it. */
  readonly isOfClient: boolean;
  readonly onDeleted: () => void;
  readonly maxHeight?: number;
}

/** One trace: how it does, and its lines as they come. */
export function TraceView({ trace, isOfClient, onDeleted, maxHeight }: TraceViewProps) {
  const lines = useTraceLines(trace.name);
  return (
    <Stack gap="xs" miw={0}>
      <TraceStrip trace={trace} lines={lines.count} withSubject={!isOfClient} onDeleted={onDeleted} />
      <TraceTable
        key={trace.name}
        name={trace.type}
        lines={lines}
        withClient={trace.type !== 'clientid'}
        {...(maxHeight !== undefined && { maxHeight })}
      />
    </Stack>
  );
}
