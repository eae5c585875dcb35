import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, lazy, Suspense, useRef, useState } from 'react';
import { signIn } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { FormFault } from './form-fault.tsx';
import { type AppKeyFacts, codeWantedBy } from './second-step-problem.ts';
import { signInTexts } from './sign-in.texts.ts';
import { signInProblem } from './sign-in-problem.ts';

const SecondStep = lazy(() => import('./second-step.tsx'));

interface SignInFormProps {
  /** Given: only the password is asked for. */
  readonly username?: string;
  readonly onDone: () => void;
}

export function SignInForm({ username: known, onDone }: SignInFormProps) {
  const words = useTexts(signInTexts);
  const [username, setUsername] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [second, setSecond] = useState<{ readonly app: AppKeyFacts | undefined }>();
  const field = useRef<HTMLInputElement>(null);

  function again(why?: string): void {
    setFault(why);
    setSecond(undefined);
    setPassword('');
    setBusy(false);
    field.current?.focus();
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setFault(undefined);
    try {
      (await signIn(username, password)).goOn();
      onDone();
    } catch (error) {
      const wanted = codeWantedBy(error);
      if (wanted) setSecond(wanted);
      else again(signInProblem(error, words));
    }
  }

  if (second) {
    return (
      <Suspense>
        <SecondStep
          username={username}
          password={password}
          app={second.app}
          onDone={onDone}
          onBack={() => again()}
        />
      </Suspense>
    );
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        <FormFault text={fault} />
        <TextInput
          label={words.username}
          name="username"
          value={username}
          onChange={({ currentTarget }) => setUsername(currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          readOnly={known !== undefined}
          {...(known === undefined && { 'data-autofocus': true, autoFocus: true })}
          required
          withAsterisk={false}
        />
        <PasswordInput
          ref={field}
          label={words.password}
          name="password"
          value={password}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          autoComplete="current-password"
          {...(known !== undefined && { 'data-autofocus': true })}
          required
          withAsterisk={false}
        />
        <Button type="submit" size="sm" loading={isBusy} fullWidth>
          {words.signIn}
        </Button>
      </Stack>
    </form>
  );
}
