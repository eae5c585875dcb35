import { Button, Group, Select, Stack, Switch, Table, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { StateMark } from '../../shared/ui/state-mark.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { accessTexts } from './access.texts.ts';
import { OrderButtons } from './order-buttons.tsx';
import {
  addSource,
  changeSettings,
  changeSource,
  deleteSource,
  moveSource,
  type Source,
  useAuthorizationSettings,
  useSources,
} from './rules.ts';

/** Where rules come from, in the order in which they are asked. */
export function RuleSources() {
  const texts = useTexts(accessTexts);
  const sources = useSources();
  const [doomed, setDoomed] = useState<string>();
  const [problem, setProblem] = useState<Error>();
  const run = (change: Promise<void>) => {
    setProblem(undefined);
    change.catch(setProblem);
  };
  const types = sources.data?.map(({ type }) => type) ?? [];
  const nameOf = (type: string) => texts.sourceKinds[type as keyof typeof texts.sourceKinds] ?? type;
  return (
    <Section
      title={texts.sources}
      about={texts.sourcesAbout}
      actions={
        sources.data &&
        !types.includes('built_in_database') && (
          <ForRole role="administrator">
            <Button onClick={() => run(addSource({ type: 'built_in_database' }))}>{texts.addBuiltIn}</Button>
          </ForRole>
        )
      }
    >
      {problem && <ProblemView problem={problem} />}
      <QueryView
        query={sources}
        isEmpty={(list) => list.length === 0}
        empty={<Text c="dimmed">{texts.noSources}</Text>}
      >
        {(list) => (
          <PlainTable
            label={texts.sources}
            head={['', texts.kind, texts.state, texts.actions]}
            minWidth={480}
          >
            {list.map((source, index) => (
              <Table.Tr key={source.type}>
                <Table.Td w={70}>
                  <OrderButtons
                    name={nameOf(source.type)}
                    index={index}
                    count={list.length}
                    onMove={(place) => run(moveSource(types, source.type, place))}
                  />
                </Table.Td>
                <Table.Td>{nameOf(source.type)}</Table.Td>
                <Table.Td>
                  <Group gap="xs" wrap="nowrap">
                    <ForRole role="administrator">
                      <Switch
                        checked={source.enable}
                        aria-label={`${texts.enable}: ${nameOf(source.type)}`}
                        onChange={({ currentTarget }) =>
                          run(changeSource({ ...source, enable: currentTarget.checked }))
                        }
                      />
                    </ForRole>
                    <StateMark tone={source.enable ? 'good' : 'off'}>
                      {source.enable ? texts.enabled : texts.disabled}
                    </StateMark>
                  </Group>
                </Table.Td>
                <Table.Td>
                  <ForRole role="administrator">
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`${texts.delete}: ${nameOf(source.type)}`}
                      onClick={() => setDoomed(source.type)}
                    >
                      {texts.delete}
                    </Button>
                  </ForRole>
                </Table.Td>
              </Table.Tr>
            ))}
          </PlainTable>
        )}
      </QueryView>
      <ConfirmDialog
        opened={doomed !== undefined}
        onClose={() => setDoomed(undefined)}
        title={doomed ? texts.deleteSource(nameOf(doomed)) : ''}
        action={texts.delete}
        onConfirm={() => doomed && deleteSource(doomed)}
      >
        {texts.deleteSourceEffect}
      </ConfirmDialog>
    </Section>
  );
}

/** Rules in EMQX's notation. */
export function FileRules({ source }: { source: Source }) {
  const texts = useTexts(accessTexts);
  const [text, setText] = useState(source.rules ?? '');
  const [problem, setProblem] = useState<Error>();
  if (source.path !== undefined) {
    return <Section title={texts.fileRules} about={texts.filePath(source.path)} />;
  }
  return (
    <Section title={texts.fileRules} about={texts.fileAbout}>
      <Textarea
        size="xs"
        aria-label={texts.fileRules}
        autosize
        minRows={4}
        maxRows={20}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      {problem && <ProblemView problem={problem} />}
      <div>
        <ForRole role="administrator">
          <Button
            disabled={text === (source.rules ?? '')}
            onClick={() => {
              setProblem(undefined);
              changeSource({ ...source, rules: text }).then(() => showDone(texts.saved), setProblem);
            }}
          >
            {texts.save}
          </Button>
        </ForRole>
      </div>
    </Section>
  );
}

/** What holds when no rule matches, and what becomes of who is denied. */
export function RuleSettings() {
  const texts = useTexts(accessTexts);
  const settings = useAuthorizationSettings();
  const [problem, setProblem] = useState<Error>();
  const change = (part: object) => {
    setProblem(undefined);
    changeSettings(part).catch(setProblem);
  };
  return (
    <Section title={texts.settings}>
      {problem && <ProblemView problem={problem} />}
      <QueryView query={settings}>
        {({ no_match, deny_action, cache }) => (
          <Stack gap="sm" maw={420}>
            <ForRole role="administrator">
              <Select
                label={texts.noMatch}
                data={[
                  { value: 'allow', label: texts.allow },
                  { value: 'deny', label: texts.deny },
                ]}
                value={no_match}
                allowDeselect={false}
                onChange={(value) => value && change({ no_match: value })}
              />
            </ForRole>
            <ForRole role="administrator">
              <Select
                label={texts.denyAction}
                data={[
                  { value: 'ignore', label: texts.ignore },
                  { value: 'disconnect', label: texts.disconnect },
                ]}
                value={deny_action}
                allowDeselect={false}
                onChange={(value) => value && change({ deny_action: value })}
              />
            </ForRole>
            <ForRole role="administrator">
              <Switch
                label={texts.cache}
                description={texts.cacheFor(cache.ttl, cache.max_size)}
                checked={cache.enable}
                onChange={({ currentTarget }) =>
                  change({ cache: { ...cache, enable: currentTarget.checked } })
                }
              />
            </ForRole>
          </Stack>
        )}
      </QueryView>
    </Section>
  );
}
