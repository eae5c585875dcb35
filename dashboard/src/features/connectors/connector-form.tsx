import { Alert, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Connector, ConnectorType } from '../../../../src/api/contract.ts';
import { fieldProblemOf } from '../../shared/forms/form-problem.ts';
import type { JsonSchema, Settings } from '../../shared/forms/json-schema.ts';
import { SchemaForm } from '../../shared/forms/schema-form.tsx';
import { useMay } from '../../shared/session/session.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { useKindName } from '../../shared/ui/channel-kinds.ts';
import { FileNote } from '../../shared/ui/file-lock.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { createConnector, probeConnector, updateConnector } from './connector-changes.ts';
import { connectorTexts } from './connectors.texts.ts';
import { useSettingsDraft } from './settings-draft.ts';
import { settingsOf } from './settings-of.ts';
import { type TestOutcome, VerdictView } from './verdict-view.tsx';

/** Switched by buttons of their own. */
const HIDDEN = ['enable'];

function formSettingsOf(connector: Connector, schema: JsonSchema): Settings {
  return Object.fromEntries(
    Object.entries(settingsOf(connector, schema)).filter(([name]) => !HIDDEN.includes(name)),
  );
}

/** Settings of one that is there: nothing of its queue is lost by saving. */
export function EditConnector({
  connector,
  type,
  main,
  onSaved,
}: {
  connector: Connector;
  type: ConnectorType;
  main?: readonly string[];
  onSaved?: () => void;
}) {
  const texts = useTexts(connectorTexts);
  const mayChange = useMay('editor');
  const schema = type.connector as JsonSchema;
  const id = `${connector.type}:${connector.name}`;
  const stored = formSettingsOf(connector, schema);
  const draft = useSettingsDraft(stored);
  const { settings, isChanged } = draft;
  const { problem, isBusy, isSaved, submit } = useSaving(async () => {
    const updated = await updateConnector(id, { ...settings, enable: connector.enable });
    draft.takeStored(formSettingsOf(updated, schema));
    onSaved?.();
  });
  return (
    <form onSubmit={submit} autoComplete="off">
      <Stack gap="sm">
        {connector.file !== undefined && <FileNote file={connector.file} />}
        <SchemaForm
          key={draft.version}
          schema={schema}
          value={settings}
          onChange={draft.change}
          problem={problem}
          hidden={HIDDEN}
          readOnly={!mayChange || connector.file !== undefined}
          {...(main && { main })}
        />
        <OtherProblem problem={problem} />
        {isSaved && !isChanged && (
          <Alert variant="light" p="xs" role="status">
            {texts.saved}
          </Alert>
        )}
        {draft.isOvertaken && !isBusy && (
          <Alert color="yellow" variant="light" p="xs" role="alert">
            {texts.overtaken}{' '}
            <Button variant="default" size="compact-sm" onClick={() => draft.takeStored(stored)}>
              {texts.takeTheirs}
            </Button>
          </Alert>
        )}
        <Group gap="xs">
          <ForRole role="editor">
            <Button type="submit" loading={isBusy} disabled={!isChanged || connector.file !== undefined}>
              {texts.save}
            </Button>
          </ForRole>
          <Text size="xs" c="dimmed">
            {isChanged ? `${texts.unsaved} · ${texts.queueIsKept}` : texts.queueIsKept}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}

interface NewConnectorProps {
  /** Of one of these. */
  readonly types: readonly { readonly type: string; readonly connector: object }[];
  readonly initialName?: string;
  readonly onCreated: (connector: Connector) => void;
  readonly onCancel: () => void;
}

export function NewConnector({ types, initialName = '', onCreated, onCancel }: NewConnectorProps) {
  const texts = useTexts(connectorTexts);
  const nameOf = useKindName();
  const [kind, setKind] = useState(types[0]?.type ?? 'http');
  const [name, setName] = useState(initialName);
  const [settings, setSettings] = useState<Settings>({});
  const type = types.find((one) => one.type === kind);
  const { problem, isBusy, submit, setProblem } = useSaving(async () =>
    onCreated(await createConnector(kind, name, settings)),
  );
  if (!type) return null;
  return (
    <form onSubmit={submit} autoComplete="off">
      <Stack gap="sm">
        <SchemaForm
          key={kind}
          schema={type.connector as JsonSchema}
          value={settings}
          onChange={setSettings}
          problem={isAboutName(problem) ? undefined : problem}
          hidden={HIDDEN}
        >
          {types.length > 1 && (
            <NativeSelect
              size="xs"
              label={texts.kind}
              value={kind}
              data={types.map((one) => ({ value: one.type, label: nameOf(one.type) }))}
              onChange={({ currentTarget }) => {
                setKind(currentTarget.value);
                setSettings({});
              }}
            />
          )}
          <NameField value={name} onChange={setName} problem={problem} />
        </SchemaForm>
        <OtherProblem problem={problem} />
        <Group gap="xs">
          <ForRole role="editor">
            <Button type="submit" loading={isBusy}>
              {texts.create}
            </Button>
          </ForRole>
          <ProbeButton kind={kind} name={name || 'new'} settings={settings} onMistake={setProblem}>
            <Button variant="default" onClick={onCancel}>
              {texts.cancel}
            </Button>
          </ProbeButton>
        </Group>
      </Stack>
    </form>
  );
}

export function NameField({
  value,
  onChange,
  problem,
}: {
  value: string;
  onChange: (name: string) => void;
  problem: Error | undefined;
}) {
  const texts = useTexts(connectorTexts);
  const language = useLanguage();
  return (
    <TextInput
      label={texts.name}
      description={texts.nameHelp}
      required
      value={value}
      autoComplete="off"
      spellCheck={false}
      maxLength={254}
      error={isAboutName(problem) ? fieldProblemOf(problem, language)?.reason : undefined}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

export function isAboutName(problem: Error | null | undefined): boolean {
  return fieldProblemOf(problem, 'en')?.path === 'name';
}

/** What is about no setting: the server is gone, the role is not enough. */
export function OtherProblem({ problem }: { problem: Error | null | undefined }) {
  if (!problem || fieldProblemOf(problem, 'en')) return null;
  return <ProblemView problem={problem} />;
}

/** Tries what was typed before it is stored. */
function ProbeButton({
  kind,
  name,
  settings,
  onMistake,
  children,
}: {
  kind: string;
  name: string;
  settings: Settings;
  /** What is wrong with a setting is said at its field; undefined: nothing is. */
  onMistake: (problem: Error | undefined) => void;
  children: ReactNode;
}) {
  const texts = useTexts(connectorTexts);
  const [answer, setAnswer] = useState<{ readonly of: string; readonly outcome: TestOutcome }>();
  const [isBusy, setBusy] = useState(false);
  // What was said of other settings says nothing of these.
  const tried = JSON.stringify([kind, settings]);
  const outcome = answer?.of === tried ? answer.outcome : undefined;
  const setOutcome = (said: TestOutcome) => setAnswer({ of: tried, outcome: said });
  const probe = async () => {
    setBusy(true);
    setAnswer(undefined);
    onMistake(undefined);
    const startedAt = Date.now();
    try {
      const verdict = await probeConnector(kind, name, settings);
      setOutcome({ verdict: verdict ?? { result: 'reachable', duration_ms: Date.now() - startedAt } });
    } catch (error) {
      if (fieldProblemOf(error as Error, 'en')) onMistake(error as Error);
      else setOutcome({ problem: error as Error });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <ForRole role="editor">
        <Button variant="default" loading={isBusy} onClick={() => void probe()}>
          {texts.test}
        </Button>
      </ForRole>
      {children}
      {outcome && (
        <div style={{ flexBasis: '100%' }}>
          <VerdictView outcome={outcome} />
        </div>
      )}
    </>
  );
}

/** Of a form: what came of sending it. */
export function useSaving(save: () => Promise<void>) {
  const [problem, setProblem] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    setSaved(false);
    try {
      await save();
      setSaved(true);
    } catch (error) {
      setProblem(error as Error);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run();
  };
  return { problem, isBusy, isSaved, submit, setProblem };
}
