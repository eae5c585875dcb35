import { KeyList } from '../../features/accounts/key-list.tsx';
import { UserList } from '../../features/accounts/user-list.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export function UsersPage() {
  return (
    <SettingsFrame page="users" actions={<CodeMenu cli="tocsin users ls" />}>
      <UserList />
      <KeyList />
    </SettingsFrame>
  );
}
