import { Anchor, Button, Group, List, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { ConnectorVerdict } from '../../../../src/api/contract.ts';
import { Problem } from '../../shared/api/problem.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { useKindName } from '../../shared/ui/channel-kinds.ts';
import { ChatBubble } from '../../shared/ui/chat-bubble.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import styles from './test-message.module.css';
import type { ChannelSectionProps } from './where-section.tsx';
import { wizardTexts } from './wizard.texts.ts';
import { isComplete, sendTest, useSampleMessage } from './wizard-api.ts';

/** Left what they will see, right what the vendor said. */
export function TestMessage({ draft, secrets, onChange }: ChannelSectionProps) {
  const texts = useTexts(wizardTexts);
  const language = useLanguage();
  const { target } = draft;
  const type = target?.kind === 'existing' ? (target.id.split(':')[0] ?? '') : (target?.type ?? '');
  const sample = useSampleMessage(target?.kind === 'existing' ? target.id : type || undefined);
  const test = useMutation({ mutationFn: () => sendTest(draft, secrets, language) });
  const { reset } = test;
  // An answer is about what was sent, and not about what the fields hold by now.
  const place = target?.kind === 'existing' ? target.id : type;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the place that makes it another test
  useEffect(() => reset(), [place, reset]);
  const isReady = isComplete(draft, secrets);
  const sent = test.data?.request ?? (test.error instanceof Problem ? requestOf(test.error) : undefined);
  return (
    <div className={styles.sides}>
      <div>
        <Text size="xs" c="dimmed" mb={4}>
          {sent ? texts.asSent : texts.asItWillLook}
        </Text>
        {sent ? (
          <ChatBubble kind={type} request={sent as never} />
        ) : sample.data ? (
          <ChatBubble
            kind={type}
            request={sample.data.body as never}
            message={sample.data.message as never}
          />
        ) : null}
      </div>
      <Stack gap="sm" className={styles.result ?? ''}>
        <Group gap="xs">
          <ForRole role="editor">
            <Button
              variant={test.data || test.error ? 'default' : 'filled'}
              onClick={() => test.mutate()}
              loading={test.isPending}
              disabled={!isReady}
            >
              {test.error ? texts.retry : texts.sendTest}
            </Button>
          </ForRole>
        </Group>
        <div role="status" aria-live="polite">
          {test.isSuccess && test.data && <Delivered kind={type} verdict={test.data} />}
          {test.error && (
            <Refused
              problem={test.error}
              target={target}
              onSecurity={(security) => {
                if (target?.kind === 'new')
                  onChange({
                    target: { ...target, security },
                    ...(security === 'keyword' && draft.keyword === '' && { keyword: '告警' }),
                  });
              }}
            />
          )}
        </div>
      </Stack>
    </div>
  );
}

function Delivered({ kind, verdict }: { kind: string; verdict: ConnectorVerdict }) {
  const texts = useTexts(wizardTexts);
  const formats = useFormats();
  const nameOf = useKindName();
  const [arrived, setArrived] = useState<boolean>();
  const code = verdict.vendor_code ?? verdict.status;
  return (
    <Stack gap="xs">
      <Text c="var(--tocsin-resolved)" fw={600}>
        ✓{' '}
        {texts.delivered(
          nameOf(kind),
          code === undefined || code === null ? undefined : String(code),
          formats.duration(verdict.duration_ms),
        )}
      </Text>
      {kind === 'preview' ? (
        <Text size="sm">
          <Anchor component={Link} to={'/notify/inbox' as string}>
            {texts.openInbox}
          </Anchor>
        </Text>
      ) : (
        <Group gap="xs" role="group" aria-label={texts.didItArrive}>
          <Text size="sm">{texts.didItArrive}</Text>
          <Button
            size="compact-sm"
            variant={arrived === true ? 'light' : 'default'}
            aria-pressed={arrived === true}
            onClick={() => setArrived(true)}
          >
            {texts.itArrived}
          </Button>
          <Button
            size="compact-sm"
            variant={arrived === false ? 'light' : 'default'}
            aria-pressed={arrived === false}
            onClick={() => setArrived(false)}
          >
            {texts.itDidNot}
          </Button>
        </Group>
      )}
      {arrived === false && (
        <Stack gap={4}>
          <List size="sm" spacing={2}>
            {texts.checklist.map((line) => (
              <List.Item key={line}>{line}</List.Item>
            ))}
          </List>
          {verdict.body && (
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {texts.answered} <code>{verdict.body.slice(0, 300)}</code>
            </Text>
          )}
        </Stack>
      )}
      {arrived === true && <Text size="sm">{texts.goOn}</Text>}
    </Stack>
  );
}

interface TestFailure {
  readonly message_zh?: string;
  readonly fix?: string;
  readonly fix_zh?: string;
  readonly vendor_code?: string | null;
  readonly status?: number;
  readonly body?: string;
  readonly request?: object;
}

function Refused({
  problem,
  target,
  onSecurity,
}: {
  problem: Error;
  target: ChannelSectionProps['draft']['target'];
  onSecurity: (security: 'keyword' | 'signature' | 'ip') => void;
}) {
  const texts = useTexts(wizardTexts);
  const language = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  const failure = (problem instanceof Problem ? (problem.body as TestFailure | undefined) : undefined) ?? {};
  const sentence = (language === 'zh' ? failure.message_zh : undefined) ?? problem.message;
  const wanted = wantedBy(failure);
  const address = /(?:\bip[ :]+|IP[:： ]*)(\d{1,3}(?:\.\d{1,3}){3})/i.exec(failure.body ?? '')?.[1];
  const fix = () => {
    const isNew = target?.kind === 'new';
    if (isNew && (wanted === 'keyword' || wanted === 'signature' || wanted === 'ip')) onSecurity(wanted);
    const field = wanted === 'signature' ? 'secret' : wanted === 'keyword' ? 'keyword' : 'url';
    const section = place.current?.closest('section');
    // The field may come with the choice that was just made.
    requestAnimationFrame(() =>
      section?.querySelector<HTMLInputElement>(`[data-wizard-field="${field}"]`)?.focus(),
    );
  };
  return (
    <Stack gap="xs" ref={place} role="alert">
      <Text c="var(--tocsin-critical)" fw={600}>
        ✗{' '}
        {texts.refused(
          failure.vendor_code ?? (failure.status === undefined ? undefined : String(failure.status)),
        )}
      </Text>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {sentence}
      </Text>
      {address && (
        <Text size="sm">
          {texts.egress} <code>{address}</code>
        </Text>
      )}
      {target?.kind === 'new' && (
        <Group>
          <Button size="compact-sm" variant="default" onClick={fix}>
            {texts.changeAndRetry}
          </Button>
        </Group>
      )}
      {target?.kind === 'existing' && (
        <Text size="sm">
          <Anchor component={Link} to={'/notify/channel' as string} search={{ id: target.id } as never}>
            {texts.openChannel}
          </Anchor>
        </Text>
      )}
    </Stack>
  );
}

/** Which setting of the bot refused it, as far as its answer tells. */
function wantedBy({
  body = '',
  vendor_code: code,
  fix = '',
}: TestFailure): 'keyword' | 'signature' | 'ip' | 'url' {
  if (code === '19024' || /key ?words?|关键词/i.test(body)) return 'keyword';
  if (code === '19021' || /sign|签名|加签|timestamp/i.test(body)) return 'signature';
  if (code === '19022' || /whitelist|白名单|\bip\b.*not/i.test(body)) return 'ip';
  if (/secret/.test(fix)) return 'signature';
  return 'url';
}

function requestOf(problem: Problem): object | undefined {
  return (problem.body as TestFailure | undefined)?.request;
}
