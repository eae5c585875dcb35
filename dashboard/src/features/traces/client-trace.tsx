import { Select } from '@mantine/core';
import { useEffect } from 'react';
import type { Trace } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { Section } from '../../shared/ui/section.tsx';
import { TraceView } from './trace-view.tsx';
import { traceTexts } from './traces.texts.ts';
import { useTraces } from './traces.ts';

/** Pixels of the lines within the page of a client. */
const HEIGHT = 420;

/** The trace of a client that runs, or one of its earlier ones that was chosen; nothing while there is none. */
export function ClientTrace({ clientId }: { clientId: string }) {
  const texts = useTexts(traceTexts);
  const formats = useFormats();
  const { data = [] } = useTraces();
  const [search, change] = usePageSearch<'trace'>();
  const own = data.filter(({ type, clientid }) => type === 'clientid' && clientid === clientId);
  const running = own.find(({ status }) => status !== 'stopped')?.name;
  const shown = own.find(({ name }) => name === search.trace) ?? own.find(({ name }) => name === running);
  // One that runs is in the address, so that it stays when it ends.
  useEffect(() => {
    if (search.trace === undefined && running !== undefined) change({ trace: running });
  }, [search.trace, running, change]);
  if (own.length === 0) return null;
  const label = (trace: Trace): string =>
    `${formats.time(trace.start_at)} · ${texts.status[trace.status]} · ${texts.lines(formats.number(trace.lines))}`;
  return (
    <Section
      title={texts.trace}
      actions={
        (own.length > 1 || !shown) && (
          <Select
            aria-label={texts.earlier}
            placeholder={texts.earlier}
            w="min(320px, calc(100vw - 24px))"
            value={shown?.name ?? null}
            onChange={(name) => change({ trace: name ?? undefined })}
            data={own.map((trace) => ({ value: trace.name, label: label(trace) }))}
            clearable={shown?.status === 'stopped'}
          />
        )
      }
    >
      {shown && (
        <TraceView
          key={shown.name}
          trace={shown}
          isOfClient
          maxHeight={HEIGHT}
          onDeleted={() => change({ trace: undefined })}
        />
      )}
    </Section>
  );
}
