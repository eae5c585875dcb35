import { Button, Group, SegmentedControl, Table, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { FileMark } from '../../shared/ui/file-lock.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { accessTexts } from './access.texts.ts';
import { FileRules, RuleSettings, RuleSources } from './rule-sources.tsx';
import { RuleTable } from './rule-table.tsx';
import { type Owner, useOwners, useSources } from './rules.ts';

const KINDS = ['all', 'users', 'clients'] as const;

/** What clients may do: the sources, the rules that lie here, and what else holds. */
export function AccessRules() {
  const sources = useSources();
  const file = sources.data?.find(({ type }) => type === 'file');
  return (
    <>
      <RuleSources />
      {sources.data?.some(({ type }) => type === 'built_in_database') && <BuiltInRules />}
      {file && <FileRules key={file.rules} source={file} />}
      <RuleSettings />
    </>
  );
}

function BuiltInRules() {
  const texts = useTexts(accessTexts);
  const [{ whose, name }, change] = usePageSearch<'whose' | 'name'>();
  const kind = KINDS.find((one) => one === whose) ?? 'all';
  const owner: Owner | undefined =
    kind === 'all' ? { kind } : name === undefined || name === '' ? undefined : { kind, name };
  return (
    <Section title={texts.sourceKinds.built_in_database} about={texts.order}>
      <div>
        <SegmentedControl
          size="xs"
          aria-label={texts.whose}
          data={[
            { value: 'all', label: texts.forAll },
            { value: 'users', label: texts.ofUser },
            { value: 'clients', label: texts.ofClient },
          ]}
          value={kind}
          onChange={(value) => change({ whose: value, name: undefined })}
        />
      </div>
      {kind !== 'all' && (
        <OwnerChoice key={kind} kind={kind} name={name} onChoose={(value) => change({ name: value })} />
      )}
      {owner && <RuleTable key={JSON.stringify(owner)} owner={owner} />}
    </Section>
  );
}

interface OwnerChoiceProps {
  readonly kind: 'users' | 'clients';
  readonly name: string | undefined;
  readonly onChoose: (name: string | undefined) => void;
}

function OwnerChoice({ kind, name, onChoose }: OwnerChoiceProps) {
  const texts = useTexts(accessTexts);
  const owners = useOwners(kind, true);
  const [text, setText] = useState(name ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChoose(text.trim() || undefined);
  };
  return (
    <>
      <form onSubmit={submit}>
        <Group gap="xs" align="flex-end">
          <TextInput
            label={kind === 'users' ? texts.username : texts.clientid}
            value={text}
            autoComplete="off"
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <Button type="submit" variant="default">
            {texts.show}
          </Button>
        </Group>
      </form>
      {name === undefined && (
        <QueryView query={owners} isEmpty={({ data }) => data.length === 0} empty={texts.noOwners}>
          {({ data }) => (
            <PlainTable label={texts.owners} head={[texts.name, texts.rules, '']} minWidth={320}>
              {data.map((row) => {
                const id = row.username ?? row.clientid ?? '';
                return (
                  <Table.Tr key={id}>
                    <Table.Td>
                      <DeviceText text={id} />
                      <FileMark file={row.file} />
                    </Table.Td>
                    <Table.Td>{texts.rulesCount(row.rules.length)}</Table.Td>
                    <Table.Td ta="right">
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={`${texts.show}: ${id}`}
                        onClick={() => {
                          setText(id);
                          onChoose(id);
                        }}
                      >
                        {texts.show}
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                );
              })}
            </PlainTable>
          )}
        </QueryView>
      )}
    </>
  );
}
