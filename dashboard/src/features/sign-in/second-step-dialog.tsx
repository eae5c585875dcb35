import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useSession } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { AppKey } from './app-key.tsx';
import { CodeField } from './code-field.tsx';
import { FormFault } from './form-fault.tsx';
import {
  beginSecondStep,
  confirmSecondStep,
  renewRecoveryCodes,
  switchSecondStepOff,
} from './own-second-step.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import { secondStepTexts } from './second-step.texts.ts';
import { type AppKeyFacts, secondStepProblem } from './second-step-problem.ts';
import { signInTexts } from './sign-in.texts.ts';

interface SecondStepDialogProps {
  readonly onClose: () => void;
}

/** Sets up, renews and switches off the own second step. */
export default function SecondStepDialog({ onClose }: SecondStepDialogProps) {
  const words = useTexts(secondStepTexts);
  const { data: session } = useSession();
  if (!session) return null;
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.title}
      centered
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Steps username={session.username} isOn={session.mfa === 'totp'} onClose={onClose} />
    </Modal>
  );
}

interface StepsProps {
  readonly username: string;
  readonly isOn: boolean;
  readonly onClose: () => void;
}

function Steps({ username, isOn, onClose }: StepsProps) {
  const words = useTexts(secondStepTexts);
  const signInWords = useTexts(signInTexts);
  const [app, setApp] = useState<AppKeyFacts>();
  const [codes, setCodes] = useState<readonly string[]>();
  const [code, setCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();

  async function attempt(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setFault(undefined);
    try {
      await work();
    } catch (error) {
      setFault(secondStepProblem(error, words, signInWords));
    }
    setCode('');
    setBusy(false);
  }

  const begin = () => attempt(async () => setApp(await beginSecondStep(username)));
  const confirm = () => attempt(async () => setCodes(await confirmSecondStep(username, code)));
  const renew = () => attempt(async () => setCodes(await renewRecoveryCodes(username, code)));
  const switchOff = () =>
    attempt(async () => {
      await switchSecondStepOff(username, code);
      showDone(words.switchedOff);
      onClose();
    });

  if (codes) return <RecoveryCodes codes={codes} onKept={onClose} />;
  function submit(event: FormEvent): void {
    event.preventDefault();
    void (app ? confirm() : isOn ? renew() : begin());
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {app ? (
          <Text size="sm">{words.scan}</Text>
        ) : (
          <Text size="sm">
            {words.about} {isOn ? words.isOn : words.isOff}
          </Text>
        )}
        {app && <AppKey app={app} />}
        <FormFault text={fault} />
        {(app || isOn) && <CodeField value={code} onChange={setCode} isNew={app !== undefined} />}
        {isOn && !app && (
          <Text size="xs" c="dimmed">
            {words.newCodes}: {words.newCodesHow}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          {isOn && !app && (
            <Button
              variant="default"
              disabled={code === ''}
              loading={isBusy}
              onClick={() => void switchOff()}
            >
              {words.switchOff}
            </Button>
          )}
          <Button type="submit" loading={isBusy} disabled={(app !== undefined || isOn) && code === ''}>
            {app ? words.goOn : isOn ? words.newCodes : words.setUp}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
