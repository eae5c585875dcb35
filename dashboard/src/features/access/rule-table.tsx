import { Button, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { FileNote } from '../../shared/ui/file-lock.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { StateMark } from '../../shared/ui/state-mark.tsx';
import { showUndo } from '../../shared/ui/undo-toast.tsx';
import { accessTexts } from './access.texts.ts';
import { OrderButtons } from './order-buttons.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { type AccessRule, type Owner, useRules, writeRules } from './rules.ts';

/** The rules of one owner in the order in which they are asked. Each change holds at once. */
export function RuleTable({ owner }: { owner: Owner }) {
  const texts = useTexts(accessTexts);
  const rules = useRules(owner, true);
  const [editing, setEditing] = useState<number | 'new'>();
  const [problem, setProblem] = useState<Error>();
  const title = owner.kind === 'all' ? texts.rulesOfAll : texts.rulesOf(owner.name);
  const write = (next: readonly AccessRule[]) => {
    setProblem(undefined);
    writeRules(owner, next).catch(setProblem);
  };
  return (
    <>
      {problem && <ProblemView problem={problem} />}
      <QueryView query={rules}>
        {({ rules: list, file }) => (
          <>
            <Group justify="space-between">
              <Text fw={600} component="h3" size="sm">
                <DeviceText text={title} />
              </Text>
              <ForRole role="administrator" file={file}>
                <Button variant="default" onClick={() => setEditing('new')}>
                  {texts.addRule}
                </Button>
              </ForRole>
            </Group>
            {file !== undefined && <FileNote file={file} />}
            {list.length === 0 ? (
              <Text c="dimmed">{texts.noRules}</Text>
            ) : (
              <PlainTable
                label={title}
                head={['', texts.permission, texts.action, texts.topic, texts.conditions, texts.actions]}
                minWidth={680}
              >
                {list.map((rule, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name but its place
                  <Table.Tr key={index}>
                    <Table.Td w={70}>
                      <OrderButtons
                        name={rule.topic}
                        index={index}
                        count={list.length}
                        file={file}
                        onMove={(place) => write(moved(list, index, place))}
                      />
                    </Table.Td>
                    <Table.Td>
                      <StateMark tone={rule.permission === 'allow' ? 'good' : 'bad'}>
                        {texts[rule.permission]}
                      </StateMark>
                    </Table.Td>
                    <Table.Td>{texts[rule.action]}</Table.Td>
                    <Table.Td>
                      <DeviceText text={rule.topic} />
                    </Table.Td>
                    <Table.Td>
                      <DeviceText text={conditionsOf(rule)} />
                    </Table.Td>
                    <Table.Td>
                      <Group gap={4} wrap="nowrap">
                        <ForRole role="administrator" file={file}>
                          <Button
                            size="compact-sm"
                            variant="default"
                            aria-label={`${texts.edit}: ${rule.topic}`}
                            onClick={() => setEditing(index)}
                          >
                            {texts.edit}
                          </Button>
                        </ForRole>
                        <ForRole role="administrator" file={file}>
                          <Button
                            size="compact-sm"
                            variant="default"
                            aria-label={`${texts.delete}: ${rule.topic}`}
                            onClick={() => {
                              write(list.filter((_, place) => place !== index));
                              showUndo({ message: texts.removed, undo: () => writeRules(owner, list) });
                            }}
                          >
                            {texts.delete}
                          </Button>
                        </ForRole>
                      </Group>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </PlainTable>
            )}
            {editing !== undefined && (
              <RuleDialog
                rule={editing === 'new' ? undefined : list[editing]}
                onClose={() => setEditing(undefined)}
                onSave={(rule) =>
                  writeRules(owner, editing === 'new' ? [...list, rule] : list.with(editing, rule))
                }
              />
            )}
          </>
        )}
      </QueryView>
    </>
  );
}

function moved(list: readonly AccessRule[], from: number, to: number): AccessRule[] {
  const others = list.filter((_, index) => index !== from);
  const rule = list[from];
  return rule ? [...others.slice(0, to), rule, ...others.slice(to)] : others;
}

/** All that narrows a rule, as it is written. */
function conditionsOf(rule: AccessRule): string {
  const { topic: _t, permission: _p, action: _a, ...rest } = rule;
  return Object.entries(rest)
    .map(([name, value]) => `${name} ${[value].flat().join(', ')}`)
    .join(' · ');
}
