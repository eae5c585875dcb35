import { Anchor, Button, Group, NativeSelect, NumberInput, Progress, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Delivery, Page, Recovery } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import { useFormats } from '../../shared/format/format.ts';
import { localField, momentOfField } from '../../shared/hours/local-time.ts';
import { MomentField } from '../../shared/hours/moment-field.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { channelTexts } from './channels.texts.ts';

const DAY = 86_400_000;
const GENTLE = 10;

/** After an outage: what failed meanwhile is sent again, as fast as the group can bear. */
export function RecoverFailed({
  id,
  recovery,
  takesDigests,
}: {
  readonly id: string;
  /** The one that runs. */
  readonly recovery: Recovery | undefined;
  /** People read it, not programs. */
  readonly takesDigests: boolean;
}) {
  const texts = useTexts(channelTexts).recover;
  const formats = useFormats();
  const path = `/connectors/${encodeURIComponent(id)}/recover`;
  const [since, setSince] = useState(() => localField(Date.now() - DAY, 19));
  const [rate, setRate] = useState<number>(GENTLE);
  const [isMerged, setMerged] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const [started, setStarted] = useState<Recovery>();
  const moment = momentOfField(since);
  const isValid = Number.isFinite(moment);
  const failures = useQuery({
    queryKey: ['deliveries', 'failures', id, since],
    queryFn: ({ signal }) =>
      api.get<Page<Delivery>>(
        '/deliveries',
        { connector: id, status: 'failed,expired', since: moment, limit: 1 },
        signal,
      ),
    enabled: isValid,
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  });
  const count = failures.data?.meta.count ?? 0;
  const act = async (work: () => Promise<void>) => {
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(error as Error);
    }
    void queryClient.invalidateQueries({ queryKey: ['connectors', 'summary'] });
    void queryClient.invalidateQueries({ queryKey: ['deliveries'] });
  };
  const start = () =>
    act(async () =>
      setStarted(
        await api.post<Recovery>(path, {
          since: new Date(momentOfField(since)).toISOString(),
          ...(isMerged ? { merge: true } : { rate }),
        }),
      ),
    );
  const stop = () => act(() => api.delete<void>(path));
  return (
    <Stack gap="xs">
      <Group gap="sm" align="flex-end">
        <MomentField hasSeconds label={texts.since} value={since} onChange={setSince} />
        {takesDigests && (
          <NativeSelect
            size="xs"
            label={texts.how}
            value={isMerged ? 'merge' : 'each'}
            onChange={({ currentTarget }) => setMerged(currentTarget.value === 'merge')}
            data={[
              { value: 'each', label: texts.each },
              { value: 'merge', label: texts.merge },
            ]}
          />
        )}
        <NumberInput
          size="xs"
          w={100}
          disabled={isMerged}
          label={texts.rate}
          min={0.01}
          max={1000}
          value={rate}
          onChange={(value) => setRate(Number(value) || GENTLE)}
        />
        <ForRole role="editor">
          <Button
            variant="default"
            disabled={!isValid || count === 0 || recovery !== undefined}
            onClick={() => void start()}
          >
            {(isMerged ? texts.goMerge : texts.go)(formats.number(count))}
          </Button>
        </ForRole>
      </Group>
      <Text size="sm" c="dimmed" role="status" aria-live="polite">
        {recovery
          ? texts.running(formats.number(recovery.left), formats.number(recovery.count))
          : started
            ? started.merged_into === null
              ? texts.done
              : texts.merged(formats.number(started.count))
            : count === 0
              ? texts.none
              : texts.found(count, formats.number(count))}
        {started && started.lost > 0 && ` ${texts.lost(formats.number(started.lost))}`}{' '}
        {started?.merged_into && (
          <Anchor
            component={Link}
            to="/notify/deliveries"
            search={{ id: started.merged_into } as never}
            size="sm"
          >
            {texts.openDigest}
          </Anchor>
        )}
      </Text>
      {recovery && (
        <Group gap="sm">
          <Progress
            flex={1}
            aria-label={texts.title}
            value={((recovery.count - recovery.left) / Math.max(1, recovery.count)) * 100}
          />
          <ForRole role="editor">
            <Button variant="default" size="compact-sm" onClick={() => void stop()}>
              {texts.stop}
            </Button>
          </ForRole>
        </Group>
      )}
      {problem && <ProblemView problem={problem} />}
    </Stack>
  );
}
