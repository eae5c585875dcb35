import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Connector, ConnectorVerdict } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import { useFormats } from '../../shared/format/format.ts';
import type { Settings } from '../../shared/forms/json-schema.ts';
import { SchemaForm } from '../../shared/forms/schema-form.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import type { ActionType } from './action-types.ts';
import { outputsTexts } from './outputs.texts.ts';

interface ConnectorFormProps {
  readonly type: ActionType;
  readonly initialName: string;
  readonly onCreated: (name: string) => void;
  readonly onCancel: () => void;
}

/** A new connector, beside the action that is to use it. */
export function ConnectorForm({ type, initialName, onCreated, onCancel }: ConnectorFormProps) {
  const texts = useTexts(outputsTexts);
  const formats = useFormats();
  const [name, setName] = useState(initialName);
  const [settings, setSettings] = useState<Settings>({});
  const body = { type: type.type, name, ...settings };
  const probe = useMutation({
    mutationFn: () => api.post<ConnectorVerdict | undefined>('/connectors_probe', body),
  });
  const create = useMutation({
    mutationFn: () => api.post<Connector>('/connectors', body),
    async onSuccess(connector) {
      await queryClient.invalidateQueries({ queryKey: ['connectors'] });
      onCreated(connector.name);
    },
  });
  const problem = create.error ?? probe.error;
  return (
    <Stack gap="sm" component="section" aria-label={texts.newConnector}>
      <Text fw={600}>{texts.newConnector}</Text>
      <TextInput
        label={texts.connectorName}
        description={texts.nameHint}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        required
      />
      <SchemaForm schema={type.connector} value={settings} onChange={setSettings} problem={problem} />
      <div aria-live="polite">
        {probe.isSuccess && (
          <Alert color="teal" variant="light" p="xs">
            ✓ {probe.data ? texts.reachable(formats.duration(probe.data.duration_ms)) : texts.reached}
          </Alert>
        )}
        {problem && <ProblemView problem={problem} />}
      </div>
      <Group gap="xs">
        <Button loading={create.isPending} onClick={() => create.mutate()}>
          {texts.createConnector}
        </Button>
        <Button
          variant="default"
          loading={probe.isPending}
          onClick={() => {
            create.reset();
            probe.mutate();
          }}
        >
          {texts.test}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {texts.back}
        </Button>
      </Group>
    </Stack>
  );
}
