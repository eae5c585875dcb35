import { Button, Drawer, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { TemplateVariable } from '../../shared/forms/template-input.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { useKindName } from '../../shared/ui/channel-kinds.ts';
import type { RuleBody } from '../rules/rule-changes.ts';
import { ActionForm } from './action-form.tsx';
import { useActions, useActionTypes } from './action-types.ts';
import { outputsTexts } from './outputs.texts.ts';
import { RepublishForm } from './republish-form.tsx';

export type RuleAction = RuleBody['actions'][number];

interface ActionDrawerProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** The one that is changed; undefined: a new one. */
  readonly action: RuleAction | undefined;
  readonly used: readonly RuleAction[];
  readonly variables: readonly TemplateVariable[];
  readonly readOnly: boolean;
  readonly onDone: (action: RuleAction) => void;
}

/** Adds an action to the rule, or changes it: its type, its connector, and what it makes of a row. */
export function ActionDrawer({ opened, onClose, action, ...rest }: ActionDrawerProps) {
  const texts = useTexts(outputsTexts);
  const title =
    action === undefined
      ? texts.addAction
      : texts.editNamed(typeof action === 'string' ? action : texts[action.function as 'republish']);
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size="lg" title={title}>
      {opened && (action === undefined ? <NewAction {...rest} /> : <KeptAction action={action} {...rest} />)}
    </Drawer>
  );
}

type Inner = Omit<ActionDrawerProps, 'opened' | 'onClose' | 'action'>;

function NewAction({ used, variables, onDone }: Inner) {
  const texts = useTexts(outputsTexts);
  const nameOf = useKindName();
  const { data: types = [] } = useActionTypes();
  const { data: actions = [] } = useActions();
  const [chosen, choose] = useState<string | null>(null);
  const [existing, setExisting] = useState<string | null>(null);
  const sending = types.filter(({ action }) => action !== null);
  const entry = ({ type }: { type: string }) => ({
    value: type,
    label: type === 'http' ? texts.http : nameOf(type),
  });
  const groups = [
    {
      group: texts.dataGroup,
      items: sending
        .filter(({ channel }) => !channel)
        .map(entry)
        .sort((a, b) => Number(b.value === 'http') - Number(a.value === 'http')),
    },
    {
      group: texts.builtIn,
      items: [
        { value: 'republish', label: texts.republish },
        { value: 'console', label: texts.console },
      ],
    },
    { group: texts.channelGroup, items: sending.filter(({ channel }) => channel).map(entry) },
  ];
  const type = sending.find((one) => one.type === chosen);
  const others = actions
    .filter((one) => one.type === chosen)
    .map((one) => `${one.type}:${one.name}`)
    .filter((id) => !used.includes(id));
  return (
    <Stack gap="md">
      <Select
        label={texts.actionType}
        placeholder={texts.actionType}
        data={groups}
        value={chosen}
        onChange={(next) => {
          choose(next);
          setExisting(null);
        }}
        searchable
        data-autofocus
        maxDropdownHeight={420}
        comboboxProps={{ withinPortal: true }}
      />
      {others.length > 0 && (
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <Select
            flex={1}
            label={texts.existing}
            description={texts.existingNote}
            data={others}
            value={existing}
            onChange={setExisting}
            clearable
            comboboxProps={{ withinPortal: true }}
          />
          <Button disabled={existing === null} onClick={() => existing !== null && onDone(existing)}>
            {texts.add}
          </Button>
        </Group>
      )}
      {chosen === 'republish' && (
        <RepublishForm
          value={{}}
          variables={variables}
          readOnly={false}
          submit={texts.add}
          onSubmit={(args) => onDone({ function: 'republish', args })}
        />
      )}
      {chosen === 'console' && (
        <Stack gap="sm" align="flex-start">
          <Text c="dimmed">{texts.consoleNote}</Text>
          <Button onClick={() => onDone({ function: 'console' })}>{texts.add}</Button>
        </Stack>
      )}
      {type && existing === null && (
        <ActionForm
          key={type.type}
          type={type}
          stored={undefined}
          variables={variables}
          readOnly={false}
          onDone={onDone}
        />
      )}
    </Stack>
  );
}

function KeptAction({ action, variables, readOnly, onDone }: Inner & { action: RuleAction }) {
  const texts = useTexts(outputsTexts);
  const { data: types } = useActionTypes();
  const { data: actions } = useActions();
  if (typeof action !== 'string') {
    return action.function === 'republish' ? (
      <RepublishForm
        value={(action.args ?? {}) as Readonly<Record<string, unknown>>}
        variables={variables}
        readOnly={readOnly}
        submit={texts.save}
        onSubmit={(args) => onDone({ function: 'republish', args })}
      />
    ) : (
      <Text c="dimmed">{texts.consoleNote}</Text>
    );
  }
  if (!types || !actions) return null;
  const stored = actions.find((one) => `${one.type}:${one.name}` === action);
  const type = types.find((one) => one.type === stored?.type);
  if (!stored || !type) return <Text c="dimmed">{texts.gone}</Text>;
  return <ActionForm type={type} stored={stored} variables={variables} readOnly={readOnly} onDone={onDone} />;
}
