import { Alert, Code, Radio, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { FormDialog } from '../../shared/forms/form-dialog.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { accessTexts } from './access.texts.ts';
import { type Denial, withPlaceholder } from './denials.ts';
import { type AccessRule, askBuiltInFirst, explain, type Owner, readRules, writeRules } from './rules.ts';

interface AllowDialogProps {
  readonly denial: Denial;
  readonly onClose: () => void;
}

/** Drafts the narrowest rule that allows what was denied, adds it in front, and looks whether it is enough. */
export function AllowDialog({ denial, onClose }: AllowDialogProps) {
  const texts = useTexts(accessTexts);
  const [whose, setWhose] = useState<'clients' | 'users'>('clients');
  const [isWide, setWide] = useState(false);
  const [failure, setFailure] = useState<string>();
  const name = whose === 'clients' ? denial.clientId : denial.username;
  const widened = withPlaceholder(denial.topic, name, whose === 'clients' ? '${clientid}' : '${username}');
  const rule: AccessRule = {
    permission: 'allow',
    action: denial.action,
    // What is subscribed to with wildcards is meant as it is written.
    topic:
      isWide && widened !== denial.topic
        ? widened
        : denial.action === 'subscribe' && /[+#]/.test(denial.topic)
          ? `eq ${denial.topic}`
          : denial.topic,
  };

  async function add(): Promise<void> {
    const owner: Owner = { kind: whose, name };
    const isMoved = await askBuiltInFirst(denial.source);
    const { rules } = await readRules(owner);
    await writeRules(owner, [rule, ...rules]);
    const { result, reason } = await explain({
      clientid: denial.clientId,
      ...(denial.username !== '' && { username: denial.username }),
      ...(denial.peerhost !== '' && { peerhost: denial.peerhost }),
      action: denial.action,
      topic: denial.topic,
      qos: 0,
      retain: false,
    });
    if (result === 'allow') showDone(`${texts.nowAllowed}${isMoved ? ` ${texts.sourceFirst}` : ''}`);
    else {
      setFailure(texts.stillDenied(reason));
      throw new Error(texts.stillDenied(reason));
    }
  }

  return (
    <FormDialog
      opened
      onClose={onClose}
      title={<DeviceText text={texts.allowTitle(denial.clientId)} />}
      action={texts.addTheRule}
      onSubmit={add}
      fields={[]}
      isReady={failure === undefined}
    >
      {() => (
        <Stack gap="sm">
          <Text size="sm">{texts.allowAbout}</Text>
          <Radio.Group
            label={texts.allowFor}
            value={whose}
            onChange={(value) => setWhose(value as 'clients' | 'users')}
          >
            <Stack gap={4} mt={4}>
              <Radio value="clients" label={<DeviceText text={texts.thisClient(denial.clientId)} />} />
              {denial.username !== '' && (
                <Radio value="users" label={<DeviceText text={texts.thisUser(denial.username)} />} />
              )}
            </Stack>
          </Radio.Group>
          {widened !== denial.topic && (
            <Switch
              label={texts.widen}
              checked={isWide}
              onChange={({ currentTarget }) => setWide(currentTarget.checked)}
            />
          )}
          <Alert variant="light">
            <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
              {JSON.stringify(rule, null, 1)}
            </Code>
          </Alert>
        </Stack>
      )}
    </FormDialog>
  );
}
