import { Button, Group, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTexts } from '../../shared/texts/texts.ts';
import { FileDrop } from '../../shared/ui/file-drop.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { emqxImportTexts } from './emqx-import.texts.ts';
import type { EmqxSource } from './emqx-imports.ts';

interface EmqxSourceFormProps {
  readonly isBusy: boolean;
  readonly onSource: (source: EmqxSource) => void;
}

/** A file, or a running EMQX by address and key. */
export function EmqxSourceForm({ isBusy, onSource }: EmqxSourceFormProps) {
  const texts = useTexts(emqxImportTexts);
  const [kind, setKind] = useState<EmqxSource['kind']>('file');
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <SegmentedControl
          aria-label={texts.source}
          value={kind}
          onChange={(value) => setKind(value === 'running' ? 'running' : 'file')}
          data={[
            { value: 'file', label: texts.file },
            { value: 'running', label: texts.running },
          ]}
        />
        <Text size="xs" c="dimmed" flex={1} miw={240}>
          {texts.fileNote}
        </Text>
      </Group>
      {kind === 'file' ? (
        <FileDrop
          label={texts.drop}
          choose={texts.choose}
          accept=".gz,.tgz,.hocon,.conf"
          isBusy={isBusy}
          onFile={(file) => onSource({ kind: 'file', file })}
        />
      ) : (
        <RunningForm isBusy={isBusy} onSource={onSource} />
      )}
    </Stack>
  );
}

function RunningForm({ isBusy, onSource }: EmqxSourceFormProps) {
  const texts = useTexts(emqxImportTexts);
  const [url, setUrl] = useState('');
  const [key, setKey] = useState('');
  const [secret, setSecret] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSource({ kind: 'running', url, key, secret });
  };
  return (
    <form onSubmit={submit}>
      <Group gap="sm" align="flex-end">
        <TextInput
          label={texts.url}
          placeholder="http://10.0.0.5:18083"
          value={url}
          onChange={({ currentTarget }) => setUrl(currentTarget.value)}
          miw={260}
          required
        />
        <TextInput
          label={texts.key}
          value={key}
          autoComplete="off"
          onChange={({ currentTarget }) => setKey(currentTarget.value)}
          required
        />
        <PasswordInput
          label={texts.secret}
          value={secret}
          autoComplete="off"
          onChange={({ currentTarget }) => setSecret(currentTarget.value)}
          miw={200}
          required
        />
        <ForRole role="administrator">
          <Button type="submit" loading={isBusy}>
            {texts.read}
          </Button>
        </ForRole>
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        {texts.runningHelp}
      </Text>
    </form>
  );
}
