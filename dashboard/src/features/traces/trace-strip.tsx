import { Button, Group, Menu, Text } from '@mantine/core';
import { IconChevronDown, IconDownload, IconPlayerStop, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Trace } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useNow } from '../../shared/format/now.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { StateMark } from '../../shared/ui/state-mark.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { traceTexts } from './traces.texts.ts';
import { deleteTrace, downloadOf, sizeOf, stopTrace, subjectOf } from './traces.ts';

interface TraceStripProps {
  readonly trace: Trace;
  /** Lines that are known of, which may be more than there were when it was asked for. */
  readonly lines: number;
  readonly withSubject: boolean;
  readonly onDeleted: () => void;
}

/** How a trace does, and what can be done with it. */
export function TraceStrip({ trace, lines, withSubject, onDeleted }: TraceStripProps) {
  const texts = useTexts(traceTexts);
  const formats = useFormats();
  const { name, skipped } = trace;
  const [isBusy, setBusy] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const stop = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await stopTrace(name);
    } catch (error) {
      setProblem(error instanceof Error ? error : new Error(String(error)));
    }
    setBusy(false);
  };
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Group gap="sm" component="div">
          <TraceState trace={trace} />
          {withSubject && (
            <Text span>
              {texts.types[trace.type]} <DeviceText text={subjectOf(trace)} longest={80} />
            </Text>
          )}
          <Text span c="dimmed">
            {texts.lines(formats.number(Math.max(trace.lines, lines)))} · {formats.bytes(sizeOf(trace))}
            {skipped > 0 && ` · ${texts.skipped(formats.number(skipped))}`}
          </Text>
        </Group>
        <Group gap="xs">
          {trace.status !== 'stopped' && (
            <ForRole role="operator">
              <Button
                variant="default"
                loading={isBusy}
                leftSection={<IconPlayerStop size={16} stroke={1.5} />}
                onClick={() => void stop()}
              >
                {texts.stop}
              </Button>
            </ForRole>
          )}
          <Menu>
            <Menu.Target>
              <Button
                variant="default"
                leftSection={<IconDownload size={16} stroke={1.5} />}
                rightSection={<IconChevronDown size={14} stroke={1.5} />}
              >
                {texts.download}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item component="a" href={downloadOf(name, 'text')} download>
                {texts.asText}
              </Menu.Item>
              <Menu.Item component="a" href={downloadOf(name, 'json')} download>
                {texts.asJson}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <ForRole role="operator">
            <Button
              variant="default"
              leftSection={<IconTrash size={16} stroke={1.5} />}
              onClick={() => setDeleting(true)}
            >
              {texts.remove}
            </Button>
          </ForRole>
        </Group>
      </Group>
      {problem && <ProblemView problem={problem} />}
      <ConfirmDialog
        opened={isDeleting}
        onClose={() => setDeleting(false)}
        title={texts.removeTitle(name)}
        action={texts.remove}
        onConfirm={async () => {
          await deleteTrace(name);
          showDone(texts.removed(name));
          onDeleted();
        }}
      >
        {texts.removeAbout}
      </ConfirmDialog>
    </>
  );
}

/** Running with the time that is left, or ended and why. */
export function TraceState({ trace }: { trace: Trace }) {
  const texts = useTexts(traceTexts);
  const formats = useFormats();
  const now = useNow();
  const { status, stop_reason: reason } = trace;
  if (status === 'running')
    return (
      <StateMark tone="info">
        {texts.status.running} ·{' '}
        {texts.left(formats.duration(Math.max(1000, Date.parse(trace.end_at) - now)))}
      </StateMark>
    );
  if (status === 'waiting')
    return (
      <StateMark tone="off">
        {texts.status.waiting} · {texts.begins(formats.time(trace.start_at))}
      </StateMark>
    );
  const isExpected = reason === 'time_over' || reason === 'stopped';
  return (
    <StateMark tone={isExpected ? 'off' : 'warning'}>
      {texts.status.stopped}
      {reason !== null && ` · ${texts.why[reason] ?? reason}`}
    </StateMark>
  );
}
