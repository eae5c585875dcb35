import { Button, Group, Table, Text, Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { User } from '../../../../src/api/contract.ts';
import { useMay, useSession } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { FileMark } from '../../shared/ui/file-lock.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { accountTexts } from './accounts.texts.ts';
import { deleteUser, useUsers } from './accounts.ts';
import { PasswordDialog } from './password-dialog.tsx';
import { SecondStepQuestion } from './second-step-question.tsx';
import { SessionsDialog } from './sessions-dialog.tsx';
import { UserDialog } from './user-dialog.tsx';

type Open =
  | { readonly kind: 'add' }
  | { readonly kind: 'edit' | 'password' | 'second-step' | 'sessions' | 'delete'; readonly user: User };

/** Who may sign in, and as what. */
export function UserList() {
  const texts = useTexts(accountTexts);
  const users = useUsers();
  const { data: session } = useSession();
  const isAdministrator = useMay('administrator');
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const me = session?.username;
  return (
    <Section
      title={texts.users}
      about={
        <>
          {texts.usersAbout} {session && texts.yourRole(texts[session.role], texts[`${session.role}May`])}
        </>
      }
      actions={
        <ForRole role="administrator">
          <Button onClick={() => setOpen({ kind: 'add' })}>{texts.addUser}</Button>
        </ForRole>
      }
    >
      <QueryView query={users}>
        {(rows) => (
          <PlainTable
            label={texts.users}
            head={[texts.username, texts.role, texts.secondStep, texts.description, texts.actions]}
          >
            {rows.map((user) => (
              <Table.Tr key={user.username}>
                <Table.Td>
                  {user.username}
                  <FileMark file={user.file} />{' '}
                  {user.username === me && (
                    <Text span c="dimmed" size="xs">
                      {texts.you}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>{texts[user.role]}</Table.Td>
                <Table.Td>
                  {user.backend === 'oidc' ? texts.bySso : user.mfa === 'totp' ? texts.isOn : texts.isOff}
                </Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{user.description}</Table.Td>
                <Table.Td>
                  <Group gap={4}>
                    <ForRole role="administrator">
                      <Button
                        size="compact-sm"
                        variant="default"
                        onClick={() => setOpen({ kind: 'edit', user })}
                        aria-label={texts.editUser(user.username)}
                      >
                        {texts.edit}
                      </Button>
                    </ForRole>
                    {user.backend === 'local' && (
                      <ForRole role={user.username === me ? 'viewer' : 'administrator'} file={user.file}>
                        <Button
                          size="compact-sm"
                          variant="default"
                          onClick={() => setOpen({ kind: 'password', user })}
                          aria-label={texts.passwordOf(user.username)}
                        >
                          {texts.password}
                        </Button>
                      </ForRole>
                    )}
                    {user.username !== me && user.backend === 'local' && (
                      <ForRole role="administrator" file={user.file}>
                        <Button
                          size="compact-sm"
                          variant="default"
                          onClick={() => setOpen({ kind: 'second-step', user })}
                          aria-label={texts.secondStepOf(user.username)}
                        >
                          {texts.secondStep}
                        </Button>
                      </ForRole>
                    )}
                    <ForRole role={user.username === me ? 'viewer' : 'administrator'}>
                      <Button
                        size="compact-sm"
                        variant="default"
                        onClick={() => setOpen({ kind: 'sessions', user })}
                        aria-label={`${texts.sessions} ${user.username}`}
                      >
                        {texts.sessions}
                      </Button>
                    </ForRole>
                    {user.username === me && isAdministrator ? (
                      <Tooltip label={texts.selfDelete}>
                        <Button size="compact-sm" variant="default" data-disabled aria-disabled="true">
                          {texts.delete}
                        </Button>
                      </Tooltip>
                    ) : (
                      <ForRole role="administrator" file={user.file}>
                        <Button
                          size="compact-sm"
                          variant="default"
                          onClick={() => setOpen({ kind: 'delete', user })}
                          aria-label={`${texts.delete} ${user.username}`}
                        >
                          {texts.delete}
                        </Button>
                      </ForRole>
                    )}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </PlainTable>
        )}
      </QueryView>
      {open?.kind === 'add' && <UserDialog user={undefined} onClose={close} />}
      {open?.kind === 'edit' && <UserDialog user={open.user} onClose={close} />}
      {open?.kind === 'password' && (
        <PasswordDialog
          username={open.user.username}
          isOwn={open.user.username === me}
          opened
          onClose={close}
        />
      )}
      {open?.kind === 'second-step' && <SecondStepQuestion user={open.user} onClose={close} />}
      {open?.kind === 'sessions' && <SessionsDialog username={open.user.username} onClose={close} />}
      <ConfirmDialog
        opened={open?.kind === 'delete'}
        onClose={close}
        title={open?.kind === 'delete' ? texts.deleteUser(open.user.username) : ''}
        action={texts.delete}
        onConfirm={() => (open?.kind === 'delete' ? deleteUser(open.user.username) : undefined)}
      >
        {open?.kind === 'delete' ? texts.deleteUserEffect(open.user.username) : ''}
      </ConfirmDialog>
    </Section>
  );
}
