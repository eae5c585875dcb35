import { Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { useTexts } from '../../shared/texts/texts.ts';
import { attempt } from '../../shared/ui/attempt.tsx';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { accountTexts } from './accounts.texts.ts';
import { endSession, useUserSessions } from './accounts.ts';

interface SessionsDialogProps {
  readonly username: string;
  readonly onClose: () => void;
}

/** Where somebody is signed in, to be ended one by one. */
export function SessionsDialog({ username, onClose }: SessionsDialogProps) {
  const texts = useTexts(accountTexts);
  const sessions = useUserSessions(username);
  return (
    <Modal
      opened
      onClose={onClose}
      title={texts.sessionsOf(username)}
      size="lg"
      centered
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      <QueryView
        query={sessions}
        isEmpty={(rows) => rows.length === 0}
        empty={<Text>{texts.noSessions}</Text>}
      >
        {(rows) => (
          <Stack gap="sm">
            <PlainTable
              label={texts.sessions}
              head={[texts.from, texts.since, texts.used, '']}
              minWidth={480}
            >
              {rows.map((session) => (
                <Table.Tr key={session.id}>
                  <Table.Td>
                    <Text size="sm">
                      {session.address}{' '}
                      {session.current && (
                        <Text span c="dimmed">
                          ({texts.thisOne})
                        </Text>
                      )}
                    </Text>
                    <Text size="xs" c="dimmed">
                      <DeviceText text={session.agent} longest={80} />
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <Moment at={session.since} />
                  </Table.Td>
                  <Table.Td>
                    <Moment at={session.used_at} />
                  </Table.Td>
                  <Table.Td ta="right">
                    <Button
                      size="compact-sm"
                      variant="default"
                      disabled={session.current}
                      onClick={() => attempt(() => endSession(username, session.id))}
                    >
                      {texts.endSession}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </PlainTable>
            {!rows.some(({ current }) => current) && (
              <Group justify="flex-end">
                <Button variant="default" onClick={() => attempt(() => endSession(username))}>
                  {texts.endAll}
                </Button>
              </Group>
            )}
          </Stack>
        )}
      </QueryView>
    </Modal>
  );
}
