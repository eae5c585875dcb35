import { Select, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Listener, ListenerType } from '../../../../src/api/contract.ts';
import { FormDialog } from '../../shared/forms/form-dialog.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import {
  draftOf,
  hasPath,
  hasTls,
  type ListenerDraft,
  newDraft,
  settingsOf,
  withType,
} from './listener-draft.ts';
import { listenerTexts } from './listeners.texts.ts';
import { addListener, changeListener } from './listeners.ts';
import { TlsFields } from './tls-fields.tsx';

const TYPES: readonly ListenerType[] = ['tcp', 'ssl', 'ws', 'wss'];
const FIELDS = ['name', 'bind', 'max_connections', 'access_rules', 'ssl_options', 'websocket', 'names'];

interface ListenerDialogProps {
  /** Undefined: a new one. */
  readonly listener: Listener | undefined;
  readonly onClose: () => void;
}

export function ListenerDialog({ listener, onClose }: ListenerDialogProps) {
  const texts = useTexts(listenerTexts);
  const [draft, setDraft] = useState<ListenerDraft>(() => (listener ? draftOf(listener) : newDraft()));
  const change = (part: Partial<ListenerDraft>) => setDraft((before) => ({ ...before, ...part }));

  async function submit(): Promise<void> {
    const settings = await settingsOf(draft);
    if (listener) await changeListener(listener.id, settings);
    else await addListener({ type: draft.type, name: draft.name.trim(), ...settings });
  }

  return (
    <FormDialog
      opened
      onClose={onClose}
      size="lg"
      title={listener ? texts.editTitle(listener.id) : texts.add}
      action={listener ? texts.save : texts.add}
      onSubmit={submit}
      fields={FIELDS}
    >
      {(error) => (
        <>
          {listener ? (
            <Text size="xs" c="dimmed">
              {texts[draft.type]}. {texts.keeps}
            </Text>
          ) : (
            <>
              <Select
                label={texts.type}
                data={TYPES.map((type) => ({ value: type, label: texts[type] }))}
                value={draft.type}
                allowDeselect={false}
                onChange={(type) => type && setDraft((before) => withType(before, type as ListenerType))}
              />
              <TextInput
                data-autofocus
                label={texts.name}
                description={texts.nameHelp}
                value={draft.name}
                error={error('name')}
                onChange={({ currentTarget }) => change({ name: currentTarget.value })}
              />
            </>
          )}
          <TextInput
            label={texts.bind}
            description={texts.bindHelp}
            value={draft.bind}
            error={error('bind')}
            onChange={({ currentTarget }) => change({ bind: currentTarget.value })}
          />
          {hasTls(draft.type) && (
            <TlsFields
              draft={draft}
              canKeep={listener !== undefined && draft.certPath !== ''}
              onChange={change}
              error={error}
            />
          )}
          {hasPath(draft.type) && (
            <TextInput
              label={texts.path}
              value={draft.path}
              error={error('websocket')}
              onChange={({ currentTarget }) => change({ path: currentTarget.value })}
            />
          )}
          <Select
            label={texts.authn}
            data={[
              { value: 'true', label: texts.authnTrue },
              { value: 'quick_deny_anonymous', label: texts.authnQuick },
              { value: 'false', label: texts.authnFalse },
            ]}
            value={draft.authn}
            allowDeselect={false}
            error={draft.authn === 'false' && texts.authnOpen}
            onChange={(authn) => authn && change({ authn: authn as ListenerDraft['authn'] })}
          />
          <TextInput
            label={texts.maxConnections}
            description={texts.maxHelp}
            value={draft.maxConnections}
            error={error('max_connections')}
            onChange={({ currentTarget }) => change({ maxConnections: currentTarget.value })}
          />
          <Textarea
            size="xs"
            label={texts.rules}
            description={texts.rulesHelp}
            autosize
            minRows={1}
            maxRows={8}
            value={draft.rules}
            error={error('access_rules')}
            onChange={({ currentTarget }) => change({ rules: currentTarget.value })}
          />
          <Switch
            label={texts.proxy}
            description={draft.proxy && texts.proxyHelp}
            checked={draft.proxy}
            onChange={({ currentTarget }) => change({ proxy: currentTarget.checked })}
          />
        </>
      )}
    </FormDialog>
  );
}
