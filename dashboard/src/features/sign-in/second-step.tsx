import { Anchor, Button, Stack, Text } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { type BegunSession, signIn } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { AppKey } from './app-key.tsx';
import { CodeField } from './code-field.tsx';
import { FormFault } from './form-fault.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { secondStepTexts } from './second-step.texts.ts';
import { type AppKeyFacts, secondStepProblem } from './second-step-problem.ts';
import { signInTexts } from './sign-in.texts.ts';

interface SecondStepProps {
  readonly username: string;
  readonly password: string;
  /** An app that has to be set up first. */
  readonly app: AppKeyFacts | undefined;
  readonly onDone: () => void;
  readonly onBack: () => void;
}

/** What signing in asks for after the password. */
export default function SecondStep({ username, password, app, onDone, onBack }: SecondStepProps) {
  const words = useTexts(secondStepTexts);
  const signInWords = useTexts(signInTexts);
  const [code, setCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [begun, setBegun] = useState<BegunSession>();
  const field = useRef<HTMLInputElement>(null);

  function goOn(session: BegunSession): void {
    session.goOn();
    onDone();
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setFault(undefined);
    try {
      const session = await signIn(username, password, code);
      if (session.recoveryCodes) setBegun(session);
      else goOn(session);
    } catch (error) {
      setFault(secondStepProblem(error, words, signInWords));
      setCode('');
      setBusy(false);
      field.current?.focus();
    }
  }

  if (begun?.recoveryCodes) return <RecoveryCodes codes={begun.recoveryCodes} onKept={() => goOn(begun)} />;
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        {app && (
          <>
            <Text size="sm">{words.asked}</Text>
            <AppKey app={app} />
          </>
        )}
        <FormFault text={fault} />
        <CodeField value={code} onChange={setCode} isNew={app !== undefined} fieldRef={field} />
        <Button type="submit" size="sm" loading={isBusy} fullWidth>
          {signInWords.signIn}
        </Button>
        <Anchor component="button" type="button" size="sm" onClick={onBack} ta="left">
          {words.back}
        </Anchor>
      </Stack>
    </form>
  );
}
