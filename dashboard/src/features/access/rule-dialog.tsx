import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormDialog } from '../../shared/forms/form-dialog.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { accessTexts } from './access.texts.ts';
import type { AccessRule } from './rules.ts';

interface RuleDialogProps {
  /** Undefined: a new one. */
  readonly rule: AccessRule | undefined;
  readonly onSave: (rule: AccessRule) => Promise<void>;
  readonly onClose: () => void;
}

export function RuleDialog({ rule, onSave, onClose }: RuleDialogProps) {
  const texts = useTexts(accessTexts);
  const [permission, setPermission] = useState<AccessRule['permission']>(rule?.permission ?? 'allow');
  const [action, setAction] = useState<AccessRule['action']>(rule?.action ?? 'publish');
  const [topic, setTopic] = useState(rule?.topic ?? '');
  const [qos, setQos] = useState([rule?.qos ?? []].flat().join(','));
  const [address, setAddress] = useState(rule?.ipaddr ?? '');

  function made(): AccessRule {
    const { qos: _qos, ipaddr: _ipaddr, ...others } = rule ?? {};
    const levels = qos.split(',').filter(Boolean).map(Number);
    return {
      ...others,
      permission,
      action,
      topic: topic.trim(),
      ...(levels.length > 0 && { qos: levels }),
      ...(address.trim() !== '' && { ipaddr: address.trim() }),
    };
  }

  return (
    <FormDialog
      opened
      onClose={onClose}
      title={rule ? texts.editRule : texts.addRule}
      action={rule ? texts.save : texts.addRule}
      onSubmit={() => onSave(made())}
      fields={[]}
      isReady={topic.trim() !== ''}
    >
      {() => (
        <>
          <Select
            label={texts.permission}
            data={[
              { value: 'allow', label: texts.allow },
              { value: 'deny', label: texts.deny },
            ]}
            value={permission}
            allowDeselect={false}
            onChange={(value) => value && setPermission(value as AccessRule['permission'])}
          />
          <Select
            label={texts.action}
            data={(['publish', 'subscribe', 'all'] as const).map((value) => ({ value, label: texts[value] }))}
            value={action}
            allowDeselect={false}
            onChange={(value) => value && setAction(value as AccessRule['action'])}
          />
          <TextInput
            data-autofocus
            label={texts.topic}
            description={texts.topicHelp}
            value={topic}
            onChange={({ currentTarget }) => setTopic(currentTarget.value)}
          />
          <Select
            label={texts.qos}
            data={[
              { value: '', label: texts.anyQos },
              ...['0', '1', '2', '0,1', '1,2'].map((value) => ({ value, label: value.replace(',', ', ') })),
            ]}
            value={qos}
            allowDeselect={false}
            onChange={(value) => setQos(value ?? '')}
          />
          <TextInput
            label={texts.address}
            description={texts.addressHelp}
            value={address}
            onChange={({ currentTarget }) => setAddress(currentTarget.value)}
          />
        </>
      )}
    </FormDialog>
  );
}
