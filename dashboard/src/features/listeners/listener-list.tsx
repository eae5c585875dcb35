import { Button, Group, Modal, Table, Text, Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { ListenerSummary } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { StateMark } from '../../shared/ui/state-mark.tsx';
import { ListenerDialog } from './listener-dialog.tsx';
import { listenerTexts } from './listeners.texts.ts';
import { deleteListener, operateListener, useListener, useListeners } from './listeners.ts';

type Question = { readonly kind: 'stop' | 'restart' | 'delete'; readonly listener: ListenerSummary };

/** The ports by which clients come in. */
export function ListenerList() {
  const texts = useTexts(listenerTexts);
  const formats = useFormats();
  const listeners = useListeners();
  const [isAdding, setAdding] = useState(false);
  const [editing, setEditing] = useState<string>();
  const [question, setQuestion] = useState<Question>();
  const [problem, setProblem] = useState<Error>();
  const edited = useListener(editing);
  const close = () => setQuestion(undefined);
  const start = (id: string) => {
    setProblem(undefined);
    operateListener(id, 'start').catch(setProblem);
  };

  function answer({ kind, listener }: Question): Promise<void> {
    setProblem(undefined);
    return kind === 'delete' ? deleteListener(listener.id) : operateListener(listener.id, kind);
  }

  return (
    <Section
      title={texts.listeners}
      about={texts.about}
      actions={
        <ForRole role="administrator">
          <Button onClick={() => setAdding(true)}>{texts.add}</Button>
        </ForRole>
      }
    >
      {problem && <ProblemView problem={problem} />}
      <QueryView query={listeners}>
        {(rows) => (
          <PlainTable
            label={texts.listeners}
            head={[texts.name, texts.state, texts.bind, texts.connections, texts.actions]}
            minWidth={720}
          >
            {rows.map((listener) => (
              <Table.Tr key={listener.id}>
                <Table.Td>
                  <span className="device-text">{listener.id}</span>
                  <Text size="xs" c="dimmed">
                    {texts[listener.type]}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <State listener={listener} />
                </Table.Td>
                <Table.Td className="device-text">{listener.address ?? listener.bind}</Table.Td>
                <Table.Td>
                  {listener.status.max_connections === 'infinity'
                    ? formats.number(listener.status.current_connections)
                    : texts.of(
                        formats.number(listener.status.current_connections),
                        formats.number(listener.status.max_connections),
                      )}
                </Table.Td>
                <Table.Td>
                  <Group gap={4} wrap="nowrap">
                    <ForRole role="administrator">
                      <RowButton
                        label={texts.edit}
                        id={listener.id}
                        onClick={() => setEditing(listener.id)}
                      />
                    </ForRole>
                    {listener.enable ? (
                      <>
                        <ForRole role="administrator">
                          <RowButton
                            label={texts.stop}
                            id={listener.id}
                            onClick={() => setQuestion({ kind: 'stop', listener })}
                          />
                        </ForRole>
                        <ForRole role="administrator">
                          <RowButton
                            label={texts.restart}
                            id={listener.id}
                            onClick={() => setQuestion({ kind: 'restart', listener })}
                          />
                        </ForRole>
                      </>
                    ) : (
                      <ForRole role="administrator">
                        <RowButton label={texts.start} id={listener.id} onClick={() => start(listener.id)} />
                      </ForRole>
                    )}
                    <ForRole role="administrator">
                      <RowButton
                        label={texts.delete}
                        id={listener.id}
                        onClick={() => setQuestion({ kind: 'delete', listener })}
                      />
                    </ForRole>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </PlainTable>
        )}
      </QueryView>
      {isAdding && <ListenerDialog listener={undefined} onClose={() => setAdding(false)} />}
      {editing !== undefined && edited.data && (
        <ListenerDialog listener={edited.data} onClose={() => setEditing(undefined)} />
      )}
      {editing !== undefined && edited.error && (
        <Modal
          opened
          onClose={() => setEditing(undefined)}
          title={editing}
          closeButtonProps={{ 'aria-label': texts.close }}
        >
          <ProblemView problem={edited.error} />
        </Modal>
      )}
      <ConfirmDialog
        opened={question !== undefined}
        onClose={close}
        title={question ? texts[`${question.kind}Title`](question.listener.id) : ''}
        action={question ? texts[question.kind] : ''}
        onConfirm={() => question && answer(question)}
      >
        {question && (
          <>
            <strong>{texts.will(question.listener.status.current_connections)}</strong>{' '}
            {texts[`${question.kind}Effect`]} {texts.others}
          </>
        )}
      </ConfirmDialog>
    </Section>
  );
}

function State({ listener: { enable, status } }: { listener: ListenerSummary }) {
  const texts = useTexts(listenerTexts);
  if (!enable) return <StateMark tone="off">{texts.stopped}</StateMark>;
  if (status.running === true) return <StateMark tone="good">{texts.running}</StateMark>;
  return (
    <Tooltip label={texts.failedHelp} multiline w={260} events={{ hover: true, focus: true, touch: true }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its explanation must be reached with the keyboard */}
      <span tabIndex={0}>
        <StateMark tone="bad">{texts.failed}</StateMark>
      </span>
    </Tooltip>
  );
}

interface RowButtonProps {
  readonly label: string;
  readonly id: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
}

function RowButton({ label, id, onClick, disabled }: RowButtonProps) {
  return (
    <Button
      size="compact-sm"
      variant="default"
      onClick={onClick}
      aria-label={`${label} ${id}`}
      {...(disabled !== undefined && { disabled })}
    >
      {label}
    </Button>
  );
}
