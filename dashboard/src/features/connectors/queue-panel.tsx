import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Connector } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { dropQueue, enableConnector, startConnector } from './connector-changes.ts';
import { countsOf, useConnectorMetrics, useDeliveryCounts } from './connector-queries.ts';
import { connectorTexts } from './connectors.texts.ts';

/** What waits, since when, and what can be done about it. */
export function QueuePanel({ connector }: { connector: Connector }) {
  const texts = useTexts(connectorTexts);
  const formats = useFormats();
  const id = `${connector.type}:${connector.name}`;
  const { data: counts } = useDeliveryCounts();
  const { data: metrics } = useConnectorMetrics(id);
  const [problem, setProblem] = useState<Error>();
  const [said, setSaid] = useState<string>();
  const [isAsking, setAsking] = useState(false);
  const own = countsOf(counts, id);
  const waiting = (own?.queued ?? 0) + (own?.retrying ?? 0);
  const bytes = metrics?.metrics.queuing_bytes ?? 0;
  const act = (work: () => Promise<string | undefined>) => async () => {
    setProblem(undefined);
    setSaid(undefined);
    try {
      setSaid(await work());
    } catch (error) {
      setProblem(error as Error);
    }
  };
  const facts = [
    `${formats.number(waiting)} ${texts.waiting}`,
    bytes > 0 && formats.bytes(bytes),
    own?.oldest_waiting_at && texts.queueOldest(formats.ago(own.oldest_waiting_at)),
  ].filter(Boolean);
  return (
    <Stack gap="xs">
      <Text size="sm">{waiting === 0 ? texts.queueEmpty : facts.join(' · ')}</Text>
      {!connector.enable && (
        <Text size="sm" c="dimmed">
          {texts.paused}
        </Text>
      )}
      <Group gap="xs">
        <ForRole role="editor">
          <Button
            variant="default"
            size="compact-sm"
            onClick={() =>
              void act(async () => {
                await enableConnector(id, !connector.enable);
                return undefined;
              })()
            }
          >
            {connector.enable ? texts.pause : texts.resume}
          </Button>
        </ForRole>
        <ForRole role="editor">
          <Button
            variant="default"
            size="compact-sm"
            disabled={!connector.enable}
            onClick={() =>
              void act(async () => {
                await startConnector(id);
                return texts.drained;
              })()
            }
          >
            {texts.drain}
          </Button>
        </ForRole>
        <ForRole role="editor">
          <Button
            variant="default"
            size="compact-sm"
            disabled={waiting === 0}
            onClick={() => setAsking(true)}
          >
            {texts.drop}
          </Button>
        </ForRole>
      </Group>
      {said && (
        <Alert variant="light" p="xs" role="status">
          {said}
        </Alert>
      )}
      {problem && <ProblemView problem={problem} />}
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={texts.dropTitle(id)}
        action={texts.drop}
        onConfirm={act(async () => texts.droppedNow(formats.number(await dropQueue(id))))}
      >
        {texts.dropEffect(formats.number(waiting))}
      </ConfirmDialog>
    </Stack>
  );
}
