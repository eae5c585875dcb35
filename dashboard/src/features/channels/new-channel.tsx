import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { Connector, ConnectorType, RecognizedAddress } from '../../../../src/api/contract.ts';
import { fieldProblemOf } from '../../shared/forms/form-problem.ts';
import type { JsonSchema, Settings } from '../../shared/forms/json-schema.ts';
import { SchemaForm } from '../../shared/forms/schema-form.tsx';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { CHANNEL_KINDS, isChannelKind, useKindName } from '../../shared/ui/channel-kinds.ts';
import { ChatBubble } from '../../shared/ui/chat-bubble.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { KindMark } from '../../shared/ui/kind-mark.tsx';
import styles from '../connectors/card.module.css';
import { createConnector, probeConnector } from '../connectors/connector-changes.ts';
import { isAboutName, NameField, OtherProblem, useSaving } from '../connectors/connector-form.tsx';
import { useConnectors } from '../connectors/connector-queries.ts';
import { type TestOutcome, VerdictView } from '../connectors/verdict-view.tsx';
import own from './channels.module.css';
import { channelTexts } from './channels.texts.ts';
import { looksLikeAddress, recognizeAddress } from './recognition.ts';

/** Main fields of a channel; what is needed by its kind stands before them. */
export const CHANNEL_MAIN = [
  'url',
  'server',
  'tls',
  'username',
  'password',
  'token',
  'chat_id',
  'message_thread_id',
  'routing_key',
  'from',
  'to',
  'secret',
  'keyword',
  'as',
  'mention',
  'language',
  'time_zone',
];

const HIDDEN = ['enable'];
/** Milliseconds after the last letter; what is pasted is looked at at once. */
const TYPING = 300;

interface NewChannelProps {
  readonly types: readonly ConnectorType[];
  /** The kind that the address of the page names. */
  readonly kind: string | undefined;
  readonly onKind: (kind: string) => void;
  readonly onCreated: (channel: Connector) => void;
  readonly onCancel: () => void;
}

/** An address is pasted, or a kind chosen; it is tried, and kept. */
export function NewChannel({ types, kind, onKind, onCreated, onCancel }: NewChannelProps) {
  const texts = useTexts(channelTexts);
  const language = useLanguage();
  const nameOf = useKindName();
  const [settings, setSettings] = useState<Settings>({ language });
  const { data: connectors = [] } = useConnectors();
  const [typedName, setName] = useState<string>();
  const name = typedName ?? (kind === undefined ? '' : freeName(kind, connectors));
  const [found, setFound] = useState<RecognizedAddress & { switched: boolean }>();
  const [outcome, setOutcome] = useState<TestOutcome>();
  const [isTesting, setTesting] = useState(false);
  const type = types.find((one) => one.type === kind);
  const saving = useSaving(async () => {
    if (type) onCreated(await createConnector(type.type, name, settings));
  });
  const refusal = outcome?.problem;
  const problem = saving.problem ?? (refusal && fieldProblemOf(refusal, language) ? refusal : undefined);

  const look = async (url: string) => {
    if (!looksLikeAddress(url)) return setFound(undefined);
    try {
      const recognized = await recognizeAddress(url.trim());
      setFound({ ...recognized, switched: type !== undefined && kind !== recognized.type });
      setSettings((before) => ({ ...before, url: url.trim() }));
      if (recognized.type !== kind) onKind(recognized.type);
    } catch {
      // It stays what was typed; saving it says what is wrong.
    }
  };
  const lookSoon = useDebouncedCallback((url: string) => void look(url), TYPING);
  const change = (next: Settings) => {
    if (typeof next.url === 'string' && next.url !== settings.url) lookSoon(next.url);
    setSettings(next);
    setOutcome(undefined);
  };
  const test = async () => {
    if (!type) return;
    setTesting(true);
    try {
      setOutcome({ verdict: await probeConnector(type.type, name || type.type, settings) });
    } catch (error) {
      setOutcome({ problem: error as Error });
    } finally {
      setTesting(false);
    }
  };
  const choose = (next: string) => {
    const { url: _url, ...rest } = settings;
    setSettings(rest);
    setFound(undefined);
    setOutcome(undefined);
    onKind(next);
  };
  const recognition = found && isChannelKind(found.type) && (
    <Text size="xs" c={found.problem ? 'var(--mantine-color-error)' : 'var(--tocsin-resolved)'} role="status">
      {(found.switched ? texts.switched : texts.recognized)(nameOf(found.type))}{' '}
      {found.problem && (language === 'zh' ? found.problem.message_zh : found.problem.message)}
    </Text>
  );
  return (
    <Stack gap="md">
      {!type && (
        <TextInput
          label={texts.paste}
          description={texts.pasteHelp}
          maw={640}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          placeholder="https://…"
          value={typeof settings.url === 'string' ? settings.url : ''}
          onPaste={({ clipboardData }) => void look(clipboardData.getData('text'))}
          onChange={({ currentTarget }) => {
            setSettings({ ...settings, url: currentTarget.value });
            lookSoon(currentTarget.value);
          }}
        />
      )}
      <div>
        <Text size="sm" c="dimmed" mb={6}>
          {type ? texts.chooseKind : texts.orKind}
        </Text>
        <fieldset className={own.kinds} aria-label={texts.chooseKind}>
          {CHANNEL_KINDS[language]
            .filter((one) => types.some((known) => known.type === one))
            .map((one) => (
              <Button
                key={one}
                variant={one === kind ? 'light' : 'default'}
                aria-pressed={one === kind}
                leftSection={<KindMark kind={one} />}
                justify="flex-start"
                h={40}
                onClick={() => choose(one)}
              >
                {nameOf(one)}
              </Button>
            ))}
        </fieldset>
      </div>
      {type && (
        <div className={styles.columns}>
          <form onSubmit={saving.submit} autoComplete="off">
            <Stack gap="sm">
              <SchemaForm
                key={type.type}
                schema={type.connector as JsonSchema}
                value={settings}
                onChange={change}
                problem={isAboutName(problem) ? undefined : problem}
                main={CHANNEL_MAIN}
                hidden={HIDDEN}
              >
                <NameField value={name} onChange={setName} problem={problem} />
                {recognition}
                {(kind === 'dingtalk' || kind === 'feishu') && (
                  <Text size="xs" c="dimmed">
                    {texts.security}
                  </Text>
                )}
              </SchemaForm>
              <OtherProblem problem={saving.problem} />
              <Group gap="xs">
                <ForRole role="editor">
                  <Button type="submit" loading={saving.isBusy}>
                    {texts.save}
                  </Button>
                </ForRole>
                <ForRole role="editor">
                  <Button variant="default" loading={isTesting} onClick={() => void test()}>
                    {texts.sendTest}
                  </Button>
                </ForRole>
                <Button variant="subtle" onClick={onCancel}>
                  {texts.cancel}
                </Button>
              </Group>
              {outcome && !(refusal && fieldProblemOf(refusal, language)) && (
                <VerdictView outcome={outcome} fix={<Text size="sm">{texts.changeAndRetry}</Text>} />
              )}
            </Stack>
          </form>
          <Stack gap="xs">
            <Title order={2}>{texts.testPreview}</Title>
            <ChatBubble
              kind={type.type}
              request={outcome?.verdict?.request}
              message={{ title: texts.testTitle, text: texts.testText, severity: 'info' }}
            />
          </Stack>
        </div>
      )}
    </Stack>
  );
}

/** `wecom`, `wecom_2` … */
function freeName(kind: string, connectors: readonly Connector[]): string {
  const taken = new Set(connectors.filter(({ type }) => type === kind).map((one) => one.name));
  let name = kind;
  for (let count = 2; taken.has(name); count++) name = `${kind}_${count}`;
  return name;
}
