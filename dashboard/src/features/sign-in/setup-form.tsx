import { Button, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Problem } from '../../shared/api/problem.ts';
import { LanguageField, ThemeField, TimeZoneField } from '../../shared/preferences/preference-fields.tsx';
import { setUp } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { FormFault } from './form-fault.tsx';
import { NewPasswordField } from './new-password-field.tsx';
import { isAcceptable } from './password-strength.ts';
import { signInTexts } from './sign-in.texts.ts';
import { signInProblem } from './sign-in-problem.ts';

interface SetupFormProps {
  readonly token: string;
  readonly onDone: () => void;
  /** The token is good no more. */
  readonly onDead: () => void;
}

/** Makes the first administrator, and lets them choose how they want to see things. */
export function SetupForm({ token, onDone, onDead }: SetupFormProps) {
  const words = useTexts(signInTexts);
  const [username, setUsername] = useState('admin');
  const [password, setPassword] = useState('');
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const nameFault = /^\w{1,100}$/.test(username) ? undefined : words.nameRule;
  const passwordFault = isAcceptable(password) ? undefined : words.rule;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (nameFault !== undefined || passwordFault !== undefined) return;
    setBusy(true);
    setFault(undefined);
    try {
      await setUp(token, username, password);
      onDone();
    } catch (error) {
      if (error instanceof Problem && error.code === 'BAD_TOKEN') onDead();
      else
        setFault(
          error instanceof Problem && error.status === 400 ? error.message : signInProblem(error, words),
        );
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="sm">
        <FormFault text={fault} />
        <TextInput
          label={words.username}
          value={username}
          onChange={({ currentTarget }) => setUsername(currentTarget.value)}
          error={isTried && nameFault}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <NewPasswordField
          label={words.password}
          value={password}
          onChange={setPassword}
          error={isTried ? passwordFault : undefined}
        />
        <LanguageField />
        <TimeZoneField />
        <ThemeField />
        <Button type="submit" size="sm" loading={isBusy} fullWidth mt="xs">
          {words.create}
        </Button>
      </Stack>
    </form>
  );
}
