import { PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { User, UserRole } from '../../../../src/api/contract.ts';
import { FormDialog } from '../../shared/forms/form-dialog.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { accountTexts } from './accounts.texts.ts';
import { addUser, changeUser } from './accounts.ts';
import { RoleSelect } from './role-select.tsx';

const ROLES: readonly UserRole[] = ['viewer', 'operator', 'editor', 'administrator'];

interface UserDialogProps {
  /** Undefined: a new one. */
  readonly user: User | undefined;
  readonly onClose: () => void;
}

export function UserDialog({ user, onClose }: UserDialogProps) {
  const texts = useTexts(accountTexts);
  const [username, setUsername] = useState(user?.username ?? '');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<UserRole>(user?.role ?? 'viewer');
  const [description, setDescription] = useState(user?.description ?? '');
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={user ? texts.editUser(user.username) : texts.addUser}
      action={user ? texts.save : texts.addUser}
      onSubmit={() =>
        user
          ? changeUser(user.username, { role, description })
          : addUser({ username, password, role, description })
      }
      fields={['username', 'password', 'role', 'description']}
      file={user?.file}
    >
      {(error) => (
        <>
          {!user && (
            <>
              <TextInput
                data-autofocus
                label={texts.username}
                description={texts.usernameHelp}
                autoComplete="off"
                value={username}
                error={error('username')}
                onChange={({ currentTarget }) => setUsername(currentTarget.value)}
              />
              <PasswordInput
                label={texts.password}
                description={texts.passwordHelp}
                autoComplete="new-password"
                value={password}
                error={error('password')}
                onChange={({ currentTarget }) => setPassword(currentTarget.value)}
              />
            </>
          )}
          <RoleSelect roles={ROLES} value={role} onChange={setRole} />
          <TextInput
            label={texts.description}
            value={description}
            error={error('description')}
            onChange={({ currentTarget }) => setDescription(currentTarget.value)}
          />
        </>
      )}
    </FormDialog>
  );
}
