import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ConnectorVerdict, Delivery, SentOutput } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { Problem } from '../../shared/api/problem.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { resultTexts } from './result.texts.ts';

interface SendTestProps {
  readonly label: string;
  /** Sends it by the way that rows take. */
  readonly send: () => Promise<readonly SentOutput[]>;
}

/** One row of the rule, really sent, and what the other side said. */
export function SendTest({ label, send }: SendTestProps) {
  const texts = useTexts(resultTexts);
  const mutation = useMutation({ mutationFn: send });
  return (
    <Stack gap={4} align="flex-start">
      <ForRole role="editor">
        <Button
          variant="default"
          size="compact-sm"
          aria-label={texts.sendLabel(label)}
          loading={mutation.isPending}
          onClick={() => mutation.mutate()}
        >
          {texts.send}
        </Button>
      </ForRole>
      <div aria-live="polite">
        {mutation.error && <Refused problem={mutation.error} />}
        {mutation.data?.map((sent, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they stay in their order
          <SentAnswer key={`${sent.delivery}${index}`} sent={sent} />
        ))}
      </div>
    </Stack>
  );
}

function SentAnswer({ sent: { result, delivery, reason } }: { sent: SentOutput }) {
  const texts = useTexts(resultTexts);
  if (delivery !== undefined) return <DeliveryAnswer id={delivery} />;
  if (result === 'done') return <Text c="var(--tocsin-resolved)">✓ {texts.done}</Text>;
  return (
    <Alert color="red" variant="light" p="xs">
      {reason}
    </Alert>
  );
}

const FINAL = ['delivered', 'failed', 'digested', 'expired'];

function DeliveryAnswer({ id }: { id: string }) {
  const texts = useTexts(resultTexts);
  const language = useLanguage();
  const formats = useFormats();
  const { data, error } = useQuery({
    queryKey: ['deliveries', id],
    queryFn: ({ signal }) => api.get<Delivery>(`/deliveries/${id}`, {}, signal),
    refetchInterval: ({ state }) => (FINAL.includes(state.data?.status ?? '') ? false : 1_000),
    retry: 2,
  });
  if (error) return <Text c="dimmed">{texts.noLog}</Text>;
  if (!data) return <Text c="dimmed">{texts.sending}</Text>;
  const last = data.attempts.at(-1);
  const isGood = data.status === 'delivered';
  const explained = data.explanation?.[language];
  return (
    <Stack gap={2}>
      <Group gap={6}>
        <Text c={isGood ? 'var(--tocsin-resolved)' : 'var(--tocsin-critical)'}>
          {isGood ? '✓' : data.status === 'queued' ? '·' : '✗'}{' '}
          {data.status === 'delivered'
            ? texts.delivered(formats.duration(last?.duration_ms ?? 0))
            : texts[data.status]}
        </Text>
        {last?.status != null && <Text c="dimmed">{last.status}</Text>}
        <Link to="/notify/deliveries" search={{ id } as never}>
          {id.slice(-8)}
        </Link>
      </Group>
      {!isGood && (explained || data.reason) && (
        <Text size="sm">{explained ? `${explained.sentence} ${explained.fix}` : data.reason}</Text>
      )}
      {last?.body && (
        <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {texts.answer}: {last.body.slice(0, 500)}
        </Text>
      )}
    </Stack>
  );
}

/** A message of a channel is tried by the channel: no alert is made by it. */
export function SendToChannel({ channel, title, text }: { channel: string; title: string; text: string }) {
  const texts = useTexts(resultTexts);
  const formats = useFormats();
  const mutation = useMutation({
    mutationFn: () =>
      api.post<ConnectorVerdict>(`/connectors/${encodeURIComponent(channel)}/test`, {
        title: title.slice(0, 1000),
        ...(text !== '' && { text: text.slice(0, 10_000) }),
      }),
  });
  return (
    <Group gap="xs">
      <ForRole role="editor">
        <Button
          variant="default"
          size="compact-sm"
          aria-label={texts.sendLabel(channel)}
          loading={mutation.isPending}
          onClick={() => mutation.mutate()}
        >
          {texts.send} · {channel}
        </Button>
      </ForRole>
      <div aria-live="polite">
        {mutation.error && <Refused problem={mutation.error} />}
        {mutation.data && (
          <Text c="var(--tocsin-resolved)">
            ✓ {texts.delivered(formats.duration(mutation.data.duration_ms))}{' '}
            {mutation.data.body && (
              <Text span size="xs" c="dimmed" ff="monospace">
                {mutation.data.body.slice(0, 200)}
              </Text>
            )}
          </Text>
        )}
      </div>
    </Group>
  );
}

function Refused({ problem }: { problem: Error }) {
  const language = useLanguage();
  const body = (problem instanceof Problem ? problem.body : undefined) as
    | { message_zh?: unknown; fix?: unknown; fix_zh?: unknown }
    | undefined;
  const said = language === 'zh' && typeof body?.message_zh === 'string' ? body.message_zh : problem.message;
  const fix = language === 'zh' ? body?.fix_zh : body?.fix;
  return (
    <Alert color="red" variant="light" p="xs" role="alert">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {said} {typeof fix === 'string' && fix}
      </Text>
    </Alert>
  );
}
