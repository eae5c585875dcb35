import { Alert, Button, Group, SegmentedControl, Select, Stack, Tabs, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { RecordedEvent } from '../../../../src/api/contract.ts';
import { JsonEditor } from '../../shared/code/json-editor.tsx';
import { useFormats } from '../../shared/format/format.ts';
import { useMay } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { visibleText } from '../../shared/ui/device-text.tsx';
import { eventName } from './event-topics.ts';
import { sampleTexts } from './sample.texts.ts';
import { editableSample, madeUpSample, type Sample, type useSampleEvents } from './sample.ts';
import { SampleForm } from './sample-form.tsx';

interface SamplePanelProps {
  readonly sample: Sample;
  readonly onChange: (sample: Sample) => void;
  readonly events: ReturnType<typeof useSampleEvents>;
  readonly isRunning: boolean;
  readonly onRun: (sample: Sample) => void;
  readonly onStop: () => void;
}

/** What the rule is tried on: something that happened, something made up, or what happens next. */
export function SamplePanel({ sample, onChange, events, isRunning, onRun, onStop }: SamplePanelProps) {
  const texts = useTexts(sampleTexts);
  const { kinds, latest = [], first } = events;
  const [mode, setMode] = useState<'form' | 'json'>('form');
  const mayRun = useMay('editor');

  // The first event is taken until somebody chooses another one.
  useEffect(() => {
    if (sample.kind === 'recorded' && sample.id === undefined && first !== undefined)
      onChange({ kind: 'recorded', id: first });
  }, [sample, first, onChange]);

  const kindOf = (event: RecordedEvent | undefined) =>
    kinds.find((kind) => eventName(kind) === event?.event) ?? kinds[0];
  const edit = (event: RecordedEvent | undefined) => {
    const kind = kindOf(event);
    onChange({ kind: 'edit', text: event ? editableSample(event, kind) : madeUpSample(kind) });
  };
  const choose = (tab: string | null) => {
    if (tab === 'recorded') onChange({ kind: 'recorded', id: first ?? latest[0]?.id });
    else if (tab === 'edit')
      edit(latest.find(({ id }) => sample.kind === 'recorded' && id === sample.id) ?? latest[0]);
    else onChange({ kind: 'live' });
  };

  return (
    <Stack gap="xs" component="section" aria-label={texts.sample}>
      <Tabs value={sample.kind} onChange={choose} keepMounted={false}>
        <Tabs.List aria-label={texts.sample}>
          <Tabs.Tab value="recorded">{texts.recorded}</Tabs.Tab>
          <Tabs.Tab value="edit">{texts.edit}</Tabs.Tab>
          <Tabs.Tab value="live">{texts.live}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="recorded" pt="xs">
          {kinds.length === 0 ? (
            <Text c="dimmed">{texts.noFrom}</Text>
          ) : (
            <RecordedChoice
              events={latest}
              id={sample.kind === 'recorded' ? sample.id : undefined}
              hasMessages={kinds.some(({ test_type }) => test_type === 'message_publish')}
              onChoose={(id) => {
                onChange({ kind: 'recorded', id });
                if (mayRun) onRun({ kind: 'recorded', id });
              }}
              onEdit={edit}
            />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="edit" pt="xs">
          {sample.kind === 'edit' && (
            <Stack gap="xs">
              <Group justify="space-between">
                <SegmentedControl
                  size="xs"
                  value={mode}
                  onChange={(next) => setMode(next as 'form' | 'json')}
                  data={[
                    { value: 'form', label: texts.form },
                    { value: 'json', label: texts.json },
                  ]}
                />
                <Text size="xs" c="dimmed">
                  {texts.exampleNote}
                </Text>
              </Group>
              {mode === 'form' ? (
                <SampleForm
                  text={sample.text}
                  kinds={kinds}
                  onChange={(text) => onChange({ kind: 'edit', text })}
                />
              ) : (
                <JsonEditor
                  label={texts.sample}
                  value={sample.text}
                  onChange={(text) => onChange({ kind: 'edit', text })}
                  minLines={6}
                  maxLines={18}
                  onRun={() => onRun(sample)}
                />
              )}
            </Stack>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="live" pt="xs">
          <Stack gap="xs" align="flex-start">
            <Text size="sm" c="dimmed">
              {texts.liveNote}
            </Text>
            {isRunning ? (
              <>
                <Text role="status">{texts.waiting}</Text>
                <Button variant="default" onClick={onStop}>
                  {texts.stop}
                </Button>
              </>
            ) : (
              <Button variant="default" disabled={!mayRun} onClick={() => onRun({ kind: 'live' })}>
                {texts.wait}
              </Button>
            )}
          </Stack>
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function RecordedChoice({
  events,
  id,
  hasMessages,
  onChoose,
  onEdit,
}: {
  events: readonly RecordedEvent[];
  id: string | undefined;
  hasMessages: boolean;
  onChoose: (id: string) => void;
  onEdit: (event: RecordedEvent | undefined) => void;
}) {
  const texts = useTexts(sampleTexts);
  const formats = useFormats();
  if (events.length === 0 && id === undefined)
    return (
      <Alert variant="light" color="gray">
        {texts.none} {hasMessages && texts.noMessages}
      </Alert>
    );
  const isListed = events.some((event) => event.id === id);
  const options = events.map((event) => ({ value: event.id, label: labelOf(event, formats.time(event.at)) }));
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <Select
        flex={1}
        aria-label={texts.choose}
        placeholder={texts.choose}
        searchable
        data={
          id === undefined || isListed
            ? options
            : [{ value: id, label: `${texts.notListed} ${id}` }, ...options]
        }
        value={id ?? null}
        onChange={(next) => next !== null && onChoose(next)}
        comboboxProps={{ withinPortal: true }}
      />
      <Button variant="default" onClick={() => onEdit(events.find((event) => event.id === id))}>
        {texts.editThis}
      </Button>
    </Group>
  );
}

const LONGEST_NAME = 60;

function labelOf({ event, clientid, columns }: RecordedEvent, time: string): string {
  const { reason, topic } = columns;
  const parts = [time, event, clientid ?? '', typeof topic === 'string' ? topic : '', String(reason ?? '')];
  return parts
    .filter((part) => part !== '')
    .map((part) => visibleText(part.slice(0, LONGEST_NAME)))
    .join(' · ');
}
