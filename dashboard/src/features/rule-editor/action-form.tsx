import { ActionIcon, Button, Group, Select, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Action } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import { fieldProblemOf } from '../../shared/forms/form-problem.ts';
import type { Settings } from '../../shared/forms/json-schema.ts';
import { SchemaForm } from '../../shared/forms/schema-form.tsx';
import type { TemplateVariable } from '../../shared/forms/template-input.tsx';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { FileNote } from '../../shared/ui/file-lock.tsx';
import { isAboutName, NewConnector, OtherProblem } from '../connectors/connector-form.tsx';
import { type ActionType, freeName, settingsOf, useActions, useConnectors } from './action-types.ts';
import { outputsTexts } from './outputs.texts.ts';

interface ActionFormProps {
  readonly type: ActionType;
  /** What is stored; undefined of a new one. */
  readonly stored: Action | undefined;
  readonly variables: readonly TemplateVariable[];
  readonly readOnly: boolean;
  /** Its id: `http:wecom`. */
  readonly onDone: (id: string) => void;
}

/** An action: its connector, or a new one made here, and what it makes of a row. */
export function ActionForm({ type, stored, variables, readOnly: isShown, onDone }: ActionFormProps) {
  const file = stored?.file;
  const readOnly = isShown || file !== undefined;
  const texts = useTexts(outputsTexts);
  const language = useLanguage();
  const { data: connectors = [] } = useConnectors();
  const { data: actions = [] } = useActions();
  const schema = type.action ?? {};
  const own = connectors.filter((connector) => connector.type === type.type).map(({ name }) => name);
  const taken = actions.filter((action) => action.type === type.type).map(({ name }) => name);
  const [name, setName] = useState<string>();
  const [connector, setConnector] = useState(stored?.connector);
  const [isMaking, setMaking] = useState(false);
  const [settings, setSettings] = useState<Settings>(stored ? settingsOf(stored, schema) : {});
  const shownName = stored?.name ?? name ?? freeName(type.type, taken);
  const save = useMutation({
    mutationFn() {
      const { connector: _, ...rest } = settings;
      const body = { ...rest, connector };
      return stored
        ? api.put<Action>(`/actions/${encodeURIComponent(`${stored.type}:${stored.name}`)}`, body)
        : api.post<Action>('/actions', { type: type.type, name: shownName, ...body });
    },
    async onSuccess(action) {
      await queryClient.invalidateQueries({ queryKey: ['actions'] });
      await queryClient.invalidateQueries({ queryKey: ['rule_check'] });
      onDone(`${action.type}:${action.name}`);
    },
  });

  if (isMaking)
    return (
      <Stack gap="sm" component="section" aria-label={texts.newConnector}>
        <Text fw={600}>{texts.newConnector}</Text>
        <NewConnector
          types={[type]}
          initialName={freeName(type.type, own)}
          onCreated={(created) => {
            setConnector(created.name);
            setMaking(false);
          }}
          onCancel={() => setMaking(false)}
        />
      </Stack>
    );
  return (
    <Stack gap="sm">
      {file !== undefined && <FileNote file={file} />}
      <TextInput
        label={texts.actionName}
        description={texts.nameHint}
        value={shownName}
        readOnly={stored !== undefined}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        error={isAboutName(save.error) ? fieldProblemOf(save.error, language)?.reason : undefined}
        required
      />
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <Select
          flex={1}
          label={texts.connector}
          placeholder={texts.chooseConnector}
          required
          disabled={readOnly}
          data={own}
          value={connector ?? null}
          onChange={(next) => setConnector(next ?? undefined)}
          comboboxProps={{ withinPortal: true }}
        />
        {!readOnly && (
          <Tooltip label={texts.newConnector}>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={texts.newConnector}
              onClick={() => setMaking(true)}
            >
              <IconPlus size={16} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
      <SchemaForm
        schema={schema}
        value={settings}
        onChange={setSettings}
        problem={isAboutName(save.error) ? undefined : save.error}
        hidden={HIDDEN}
        readOnly={readOnly}
        variables={variables}
      />
      <OtherProblem problem={save.error} />
      {!readOnly && (
        <Group gap="xs">
          <Button loading={save.isPending} disabled={connector === undefined} onClick={() => save.mutate()}>
            {stored ? texts.save : texts.create}
          </Button>
          {!stored && (
            <Text size="xs" c="dimmed">
              {texts.sentAlso}
            </Text>
          )}
        </Group>
      )}
    </Stack>
  );
}

const HIDDEN = ['connector', 'type', 'name', 'enable', 'tags'];
