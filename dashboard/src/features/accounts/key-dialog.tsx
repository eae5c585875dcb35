import { Alert, Button, Group, Modal, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ApiKey, ApiScope, KeyRole } from '../../../../src/api/contract.ts';
import { apiUrl } from '../../shared/api/client.ts';
import { FormDialog } from '../../shared/forms/form-dialog.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { CopyText } from '../../shared/ui/copy-text.tsx';
import { accountTexts } from './accounts.texts.ts';
import { createKey } from './accounts.ts';
import { RoleSelect } from './role-select.tsx';

const ROLES: readonly KeyRole[] = ['viewer', 'operator', 'editor', 'publisher', 'administrator'];
const SCOPES: readonly ApiScope[] = [
  'connections',
  'publish',
  'data_integration',
  'access_control',
  'monitoring',
  'cluster_operations',
  'system',
  'audit',
];
const DAYS = [30, 90, 365];
const DAY = 86_400_000;

interface KeyDialogProps {
  readonly onClose: () => void;
  readonly onCreated: (key: ApiKey) => void;
}

export function KeyDialog({ onClose, onCreated }: KeyDialogProps) {
  const texts = useTexts(accountTexts);
  const [name, setName] = useState('');
  const [desc, setDesc] = useState('');
  const [role, setRole] = useState<KeyRole>('viewer');
  const [scopes, setScopes] = useState<ApiScope[]>([]);
  const [days, setDays] = useState('90');
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={texts.addKey}
      action={texts.addKey}
      fields={['name', 'desc', 'role']}
      onSubmit={async () => {
        const until = days === 'never' ? 'infinity' : new Date(Date.now() + Number(days) * DAY).toISOString();
        onCreated(
          await createKey({ name, desc, role, expired_at: until, ...(scopes.length > 0 && { scopes }) }),
        );
      }}
    >
      {(error) => (
        <>
          <TextInput
            data-autofocus
            label={texts.name}
            description={texts.nameHelp}
            autoComplete="off"
            value={name}
            error={error('name')}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <RoleSelect roles={ROLES} value={role} onChange={setRole} />
          <MultiSelect
            label={texts.scopes}
            description={texts.scopesHelp}
            placeholder={scopes.length === 0 ? texts.allScopes : ''}
            data={SCOPES.map((scope) => ({ value: scope, label: texts.scopeNames[scope] ?? scope }))}
            value={scopes}
            onChange={(chosen) => setScopes(SCOPES.filter((scope) => chosen.includes(scope)))}
          />
          <Select
            label={texts.expiry}
            data={[
              ...DAYS.map((count) => ({ value: String(count), label: texts.days(count) })),
              { value: 'never', label: texts.never },
            ]}
            value={days}
            allowDeselect={false}
            onChange={(value) => value && setDays(value)}
          />
          <TextInput
            label={texts.description}
            value={desc}
            error={error('desc')}
            onChange={({ currentTarget }) => setDesc(currentTarget.value)}
          />
        </>
      )}
    </FormDialog>
  );
}

/** The one time that the secret is seen. */
export function NewKey({ made, onClose }: { made: ApiKey; onClose: () => void }) {
  const texts = useTexts(accountTexts);
  const secret = made.api_secret ?? '';
  const command = `curl -u '${made.api_key}:${secret}' '${apiUrl('/nodes')}'`;
  return (
    <Modal
      opened
      onClose={onClose}
      title={texts.created(made.name)}
      size="lg"
      centered
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack gap="sm">
        <Alert color="yellow" variant="light" role="status">
          {texts.secretOnce}
        </Alert>
        <div>
          <Text size="xs" c="dimmed">
            {texts.key}
          </Text>
          <CopyText text={made.api_key} label={texts.key} />
        </div>
        <div>
          <Text size="xs" c="dimmed">
            {texts.secret}
          </Text>
          <CopyText text={secret} label={texts.secret} />
        </div>
        {made.role !== 'publisher' && (
          <div>
            <Text size="xs" c="dimmed">
              {texts.tryIt}
            </Text>
            <CopyText text={command} label={texts.tryIt} block />
          </div>
        )}
        <Group justify="flex-end">
          <Button onClick={onClose}>{texts.done}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
