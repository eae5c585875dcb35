import {
  Alert,
  Button,
  FileButton,
  Group,
  List,
  PasswordInput,
  Select,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import type { MqttUser } from '../../../../src/api/contract.ts';
import { FormDialog } from '../../shared/forms/form-dialog.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { accessTexts } from './access.texts.ts';
import { addMqttUser, changeMqttUser, type ImportCounts, importMqttUsers } from './mqtt-users.ts';

interface MqttUserDialogProps {
  readonly authenticator: string;
  /** Undefined: a new one. */
  readonly user: MqttUser | undefined;
  readonly onClose: () => void;
}

export function MqttUserDialog({ authenticator, user, onClose }: MqttUserDialogProps) {
  const texts = useTexts(accessTexts);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [isSuperuser, setSuperuser] = useState(user?.is_superuser ?? false);
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={user ? texts.editUser(user.user_id) : texts.addUser}
      action={user ? texts.save : texts.addUser}
      onSubmit={() =>
        user
          ? changeMqttUser(authenticator, user.user_id, {
              is_superuser: isSuperuser,
              ...(password !== '' && { password }),
            })
          : addMqttUser(authenticator, { user_id: name, password, is_superuser: isSuperuser })
      }
      fields={['user_id', 'password']}
      file={user?.file}
    >
      {(error) => (
        <>
          {!user && (
            <TextInput
              data-autofocus
              label={texts.userId}
              autoComplete="off"
              value={name}
              error={error('user_id')}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
            />
          )}
          <PasswordInput
            size="xs"
            label={texts.password}
            description={user && texts.keepPassword}
            autoComplete="new-password"
            value={password}
            error={error('password')}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          <Switch
            label={texts.superuser}
            description={texts.superuserHelp}
            checked={isSuperuser}
            onChange={({ currentTarget }) => setSuperuser(currentTarget.checked)}
          />
        </>
      )}
    </FormDialog>
  );
}

export function ImportDialog({ authenticator, onClose }: { authenticator: string; onClose: () => void }) {
  const texts = useTexts(accessTexts);
  const [file, setFile] = useState<File>();
  const [type, setType] = useState<'plain' | 'hash'>('plain');
  const [counts, setCounts] = useState<ImportCounts>();
  return (
    <>
      <FormDialog
        opened={counts === undefined}
        onClose={() => counts === undefined && onClose()}
        title={texts.import}
        action={texts.import}
        isReady={file !== undefined}
        onSubmit={async () => file && setCounts(await importMqttUsers(authenticator, file, type))}
        fields={[]}
      >
        {() => (
          <>
            <Text size="xs" c="dimmed">
              {texts.importAbout}
            </Text>
            <Select
              label={texts.importKind}
              data={[
                { value: 'plain', label: texts.plain },
                { value: 'hash', label: texts.hashes },
              ]}
              value={type}
              allowDeselect={false}
              onChange={(value) => value && setType(value as 'plain' | 'hash')}
            />
            <Group gap="xs">
              <FileButton accept=".csv,.json,text/csv" onChange={(chosen) => chosen && setFile(chosen)}>
                {(props) => (
                  <Button {...props} variant="default">
                    {texts.chooseFile}
                  </Button>
                )}
              </FileButton>
              <Text size="sm" className="device-text">
                {file?.name}
              </Text>
            </Group>
          </>
        )}
      </FormDialog>
      <FormDialog
        opened={counts !== undefined}
        onClose={onClose}
        title={texts.import}
        action={texts.close}
        onSubmit={async () => undefined}
        fields={[]}
      >
        {() =>
          counts && (
            <Alert variant="light" color={counts.failed > 0 ? 'yellow' : 'teal'} role="status">
              {texts.imported(counts.total, counts.success, counts.override, counts.failed)}
              <List size="xs">
                {counts.errors?.map(({ row, reason }) => (
                  <List.Item key={row}>{texts.row(row, reason)}</List.Item>
                ))}
              </List>
            </Alert>
          )
        }
      </FormDialog>
    </>
  );
}
