import { Anchor, Text } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Entrance } from '../../features/sign-in/entrance.tsx';
import { SetupForm } from '../../features/sign-in/setup-form.tsx';
import { useSetupStatus } from '../../features/sign-in/setup-status.ts';
import { takeSetupToken } from '../../features/sign-in/setup-token.ts';
import { signInTexts } from '../../features/sign-in/sign-in.texts.ts';
import { useTexts } from '../../shared/texts/texts.ts';

export function SetupPage() {
  const words = useTexts(signInTexts);
  const navigate = useNavigate();
  const { data: setup } = useSetupStatus();
  const [token] = useState(takeSetupToken);
  const [isDead, setDead] = useState(false);
  if (setup?.required === false) return <NoWay title={words.done} why={words.doneWhy} />;
  if (token === undefined) return <NoWay title={words.noToken} why={words.noTokenWhy} />;
  if (isDead) return <NoWay title={words.dead} why={words.deadWhy} />;
  return (
    <Entrance title={words.setup}>
      <Text c="dimmed">{words.setupIntro}</Text>
      <SetupForm
        token={token}
        onDone={() => void navigate({ to: '/', replace: true })}
        onDead={() => setDead(true)}
      />
    </Entrance>
  );
}

function NoWay({ title, why }: { title: string; why: string }) {
  const words = useTexts(signInTexts);
  return (
    <Entrance title={title}>
      <Text>{why}</Text>
      <Anchor component={Link} to="/login">
        {words.toSignIn}
      </Anchor>
    </Entrance>
  );
}
