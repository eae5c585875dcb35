import { Button, Group, Menu, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import type { MqttUser } from '../../../../src/api/contract.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useMay } from '../../shared/session/session.ts';
import { DataTable } from '../../shared/table/data-table.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { FileMark } from '../../shared/ui/file-lock.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { accessTexts } from './access.texts.ts';
import { addAuthenticator, useAuthenticators } from './authenticators.ts';
import { ImportDialog, MqttUserDialog } from './mqtt-user-dialogs.tsx';
import { deleteMqttUser, USER_KEEPERS, useMqttUsers } from './mqtt-users.ts';

/** Users of the built-in databases. */
export function MqttUsers() {
  const texts = useTexts(accessTexts);
  const authenticators = useAuthenticators();
  const [{ of }, change] = usePageSearch<'of'>();
  const [problem, setProblem] = useState<Error>();
  return (
    <Section title={texts.users} about={texts.usersAbout}>
      {problem && <ProblemView problem={problem} />}
      <QueryView query={authenticators}>
        {(list) => {
          const keepers = USER_KEEPERS.filter((id) => list.some((one) => one.id === id));
          const [first] = keepers;
          if (first === undefined) {
            return (
              <EmptyState
                action={
                  <ForRole role="administrator">
                    <Button
                      onClick={() => {
                        setProblem(undefined);
                        addAuthenticator({
                          mechanism: 'password_based',
                          backend: 'built_in_database',
                          password_hash_algorithm: { name: 'argon2id' },
                        }).catch(setProblem);
                      }}
                    >
                      {texts.addDatabase}
                    </Button>
                  </ForRole>
                }
              >
                {texts.noDatabase} {texts.addDatabaseEffect}
              </EmptyState>
            );
          }
          const chosen = keepers.find((id) => id === of) ?? first;
          return (
            <>
              {keepers.length > 1 && (
                <div>
                  <SegmentedControl
                    size="xs"
                    aria-label={texts.which}
                    data={keepers.map((id) => ({ value: id, label: texts.kinds[id] }))}
                    value={chosen}
                    onChange={(value) => change({ of: value })}
                  />
                </div>
              )}
              <UserTable key={chosen} authenticator={chosen} />
            </>
          );
        }}
      </QueryView>
    </Section>
  );
}

const idOf = ({ user_id }: MqttUser) => user_id;

function UserTable({ authenticator }: { authenticator: string }) {
  const texts = useTexts(accessTexts);
  const [{ q }, change] = usePageSearch<'q'>();
  const [text, setText] = useState(q ?? '');
  const write = useDebouncedCallback((value: string) => change({ q: value || undefined }), 250);
  const query = useMqttUsers(authenticator, q);
  const mayChange = useMay('administrator');
  const [editing, setEditing] = useState<MqttUser | 'new' | 'import'>();
  const [doomed, setDoomed] = useState<MqttUser>();
  const pages = query.data?.pages;
  const rows = useMemo(() => pages?.flatMap(({ data }) => data) ?? [], [pages]);
  const columns = useMemo(
    () => [
      {
        id: 'user',
        header: texts.userId,
        cell: ({ user_id, file }: MqttUser) => (
          <>
            <DeviceText text={user_id} />
            <FileMark file={file} />
          </>
        ),
        value: idOf,
        width: 320,
        grows: true,
        onPhone: true,
      },
      {
        id: 'superuser',
        header: texts.superuser,
        cell: ({ is_superuser }: MqttUser) => (is_superuser ? `★ ${texts.superuser}` : ''),
        value: ({ is_superuser }: MqttUser) => is_superuser,
        width: 140,
      },
    ],
    [texts],
  );
  if (query.error && !query.data)
    return <ProblemView problem={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      <DataTable
        name="mqtt-users"
        label={texts.users}
        columns={columns}
        rows={rows}
        rowId={idOf}
        view={`${authenticator} ${q}`}
        sorting="server"
        total={pages?.[0]?.meta.count}
        more={{
          hasMore: query.hasNextPage,
          isLoading: query.isFetching,
          load: () => void query.fetchNextPage(),
        }}
        menu={(user) => (
          <>
            <Menu.Item disabled={!mayChange} onClick={() => setEditing(user)}>
              {texts.edit}
            </Menu.Item>
            <Menu.Item
              disabled={!mayChange || user.file !== undefined}
              color="red"
              onClick={() => setDoomed(user)}
            >
              {texts.delete}
            </Menu.Item>
          </>
        )}
        empty={
          query.isPending ? undefined : (
            <EmptyState>{q === undefined ? texts.noUsers : texts.noUserMatches}</EmptyState>
          )
        }
        toolbar={
          <Group gap="xs">
            <TextInput
              aria-label={texts.search}
              placeholder={texts.search}
              value={text}
              onChange={({ currentTarget }) => {
                setText(currentTarget.value);
                write(currentTarget.value);
              }}
            />
            <ForRole role="administrator">
              <Button onClick={() => setEditing('new')}>{texts.addUser}</Button>
            </ForRole>
            <ForRole role="administrator">
              <Button variant="default" onClick={() => setEditing('import')}>
                {texts.import}
              </Button>
            </ForRole>
          </Group>
        }
      />
      {editing === 'import' && (
        <ImportDialog authenticator={authenticator} onClose={() => setEditing(undefined)} />
      )}
      {editing !== undefined && editing !== 'import' && (
        <MqttUserDialog
          authenticator={authenticator}
          user={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      <ConfirmDialog
        opened={doomed !== undefined}
        onClose={() => setDoomed(undefined)}
        title={doomed ? <DeviceText text={texts.deleteUser(doomed.user_id)} /> : ''}
        action={texts.delete}
        onConfirm={() => doomed && deleteMqttUser(authenticator, doomed.user_id)}
      >
        {texts.deleteUserEffect}
      </ConfirmDialog>
    </>
  );
}
