import { Alert, Code, Group, Stack, Text } from '@mantine/core';
import { IconBell, IconRepeat, IconTerminal2 } from '@tabler/icons-react';
import type { RuleExplanation, SentOutput } from '../../../../src/api/contract.ts';
import { reasonText } from '../../../../src/texts/reason-words.ts';
import { rowTexts } from '../../../../src/texts/row-texts.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { isChannelKind } from '../../shared/ui/channel-kinds.ts';
import { ChatBubble } from '../../shared/ui/chat-bubble.tsx';
import { visibleText } from '../../shared/ui/device-text.tsx';
import { KindMark } from '../../shared/ui/kind-mark.tsx';
import { resultTexts } from './result.texts.ts';
import { SendTest, SendToChannel } from './send-test.tsx';

export type OutputShown = NonNullable<RuleExplanation['outputs']>[number];

interface OutputViewProps {
  readonly shown: OutputShown;
  /** What the row was, for the facts of an alert. */
  readonly row: unknown;
  readonly send: (() => Promise<readonly SentOutput[]>) | undefined;
}

/** One output as it would be sent, and the button that sends it. */
export function OutputView({ shown, row, send }: OutputViewProps) {
  const texts = useTexts(resultTexts);
  const kind = shown.output.split(':', 1)[0] ?? '';
  const status = typeof shown.status === 'string' ? shown.status : undefined;
  return (
    <Stack gap="xs" component="section" aria-label={shown.output}>
      <Group gap={6}>
        <OutputSign output={shown.output} />
        <Text fw={600}>{nameOf(shown.output, texts)}</Text>
        <Text size="xs" c="dimmed">
          {texts.row} {shown.row}
        </Text>
      </Group>
      {shown.skipped && (
        <Text size="sm" c="var(--tocsin-warning)">
          ◆ {texts.skipped} {shown.skipped.reason}
        </Text>
      )}
      {shown.error && (
        <Alert color="red" variant="light" p="xs">
          {shown.error}
        </Alert>
      )}
      {status !== undefined && !shown.skipped && status !== 'connected' && (
        <Text size="sm" c="var(--tocsin-warning)">
          ◆ {texts.unreachable}
        </Text>
      )}
      <Content shown={shown} kind={kind} row={row} />
      {shown.warnings.map(({ code, message }) => (
        <Text key={`${code}${message}`} size="sm" c="var(--tocsin-warning)">
          ◆ {message}
        </Text>
      ))}
      {isAlert(shown) ? (
        <AlertTests shown={shown} />
      ) : (
        send && !shown.skipped && <SendTest label={shown.output} send={send} />
      )}
    </Stack>
  );
}

function OutputSign({ output }: { output: string }) {
  if (output === 'alert') return <IconBell size={16} stroke={1.5} />;
  if (output === 'republish') return <IconRepeat size={16} stroke={1.5} />;
  if (output === 'console') return <IconTerminal2 size={16} stroke={1.5} />;
  return <KindMark kind={output.split(':', 1)[0] ?? ''} />;
}

function nameOf(output: string, { names }: (typeof resultTexts)['en']): string {
  return output in names ? names[output as keyof typeof names] : visibleText(output);
}

function Content({ shown, kind, row }: { shown: OutputShown; kind: string; row: unknown }) {
  const texts = useTexts(resultTexts);
  if (isAlert(shown)) return <AlertContent alert={shown.alert} row={row} />;
  if (isRecord(shown.message)) {
    const { topic, qos, retain, payload } = shown.message;
    return (
      <>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {texts.republish} <Code>{visibleText(String(topic))}</Code> · QoS {String(qos)}
          {retain === true && ' · retain'}
        </Text>
        <Code block tabIndex={0}>
          {visibleText(String(payload))}
        </Code>
      </>
    );
  }
  if (isRecord(shown.log))
    return (
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {texts.console}: <Code>{visibleText(String(shown.log.output))}</Code>
      </Text>
    );
  if (!isRecord(shown.request)) return null;
  if (isChannelKind(kind)) return <ChatBubble kind={kind} request={shown.request as never} />;
  return <RequestContent request={shown.request} />;
}

function RequestContent({ request }: { request: Readonly<Record<string, unknown>> }) {
  const { method, url, headers, body, ...others } = request;
  if (typeof url !== 'string')
    return (
      <Code block tabIndex={0}>
        {visibleText(JSON.stringify(request, null, 2))}
      </Code>
    );
  const lines = [
    `${String(method)} ${url}`,
    ...Object.entries(isRecord(headers) ? headers : {}).map(([name, value]) => `${name}: ${String(value)}`),
    '',
    typeof body === 'string' ? body : body === undefined || body === null ? '' : JSON.stringify(body),
  ];
  return (
    <Code block tabIndex={0} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {lines.join('\n').trimEnd().split('\n').map(visibleText).join('\n')}
      {Object.keys(others).length > 0 && ''}
    </Code>
  );
}

interface ShownAlert {
  readonly key: string;
  readonly title: unknown;
  readonly severity: string;
  readonly summary?: unknown;
  readonly description?: unknown;
  readonly for?: string | number;
  readonly notify?: readonly string[];
  readonly would: string;
}

function isAlert(shown: OutputShown): shown is OutputShown & { alert: ShownAlert } {
  return shown.output === 'alert' && isRecord(shown.alert);
}

function AlertContent({ alert, row }: { alert: ShownAlert; row: unknown }) {
  const texts = useTexts(resultTexts);
  const would = texts.alertWould[alert.would as keyof typeof texts.alertWould] ?? alert.would;
  const language = useLanguage();
  const formats = useFormats();
  const { labels } = rowTexts[language];
  /** As the message has it: reasons in words, and times of milliseconds. */
  const shownValue = (name: string, value: string): string => {
    if (name === 'reason') return reasonText(value, language);
    return /^1\d{12}$/.test(value) ? formats.time(Number(value)) : value;
  };
  const facts = Object.entries(isRecord(row) ? row : {})
    .filter(([, value]) => typeof value !== 'object')
    .slice(0, 12)
    .map(([name, value]) => ({
      name: labels[name] ?? name,
      value: shownValue(name, String(value)).slice(0, 200),
    }));
  return (
    <>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {would} · {texts.key}: <Code>{visibleText(alert.key.slice(0, 200))}</Code> · {texts.grace}:{' '}
        {String(alert.for ?? '0s')} · {texts.channels}: {alert.notify?.join(', ') ?? texts.defaultChannels}
      </Text>
      <ChatBubble
        kind="preview"
        message={
          {
            title: sayOne(alert.title),
            text: [sayOne(alert.summary), sayOne(alert.description)].filter(Boolean).join('\n'),
            severity: alert.severity,
            fields: facts,
          } as never
        }
      />
    </>
  );
}

function AlertTests({ shown }: { shown: OutputShown & { alert: ShownAlert } }) {
  const { notify = [], title, summary } = shown.alert;
  return (
    <Stack gap={4}>
      {notify.map((channel) => (
        <SendToChannel key={channel} channel={channel} title={sayOne(title)} text={sayOne(summary)} />
      ))}
    </Stack>
  );
}

/** A text that is written in both languages. */
function sayOne(text: unknown): string {
  if (typeof text === 'string') return text;
  return isRecord(text) ? String(text.en ?? '') : '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
