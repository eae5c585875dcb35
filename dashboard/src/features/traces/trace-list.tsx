import { Anchor, Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Trace } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { TraceState } from './trace-strip.tsx';
import { traceTexts } from './traces.texts.ts';
import { sizeOf, subjectOf } from './traces.ts';

/** All traces; there are thirty at most. */
export function TraceListTable({ traces }: { traces: readonly Trace[] }) {
  const texts = useTexts(traceTexts);
  const formats = useFormats();
  const { subject, status, begin, lines, size, by } = texts.columns;
  return (
    <PlainTable label={texts.all} head={[subject, status, begin, lines, size, by]} minWidth={720}>
      {traces.map((trace) => (
        <Table.Tr key={trace.name}>
          <Table.Td>
            <Anchor component={Link} to="/events/traces" search={{ id: trace.name } as never} inherit>
              {texts.types[trace.type]} <DeviceText text={subjectOf(trace)} longest={60} />
            </Anchor>
          </Table.Td>
          <Table.Td>
            <TraceState trace={trace} />
          </Table.Td>
          <Table.Td>
            <Moment at={trace.start_at} />
          </Table.Td>
          <Table.Td>{formats.number(trace.lines)}</Table.Td>
          <Table.Td>{formats.bytes(sizeOf(trace))}</Table.Td>
          <Table.Td>
            <DeviceText text={trace.created_by} longest={30} />
          </Table.Td>
        </Table.Tr>
      ))}
    </PlainTable>
  );
}
