import { Anchor, Code, Collapse, Group, Text } from '@mantine/core';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Entrance } from '../../features/sign-in/entrance.tsx';
import { FormFault } from '../../features/sign-in/form-fault.tsx';
import { LookLinks } from '../../features/sign-in/look-links.tsx';
import { useSetupStatus } from '../../features/sign-in/setup-status.ts';
import { signInTexts } from '../../features/sign-in/sign-in.texts.ts';
import { SignInForm } from '../../features/sign-in/sign-in-form.tsx';
import { SsoButton } from '../../features/sign-in/sso-button.tsx';
import { useSession } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';

/** Runs on the machine of the server, which is stopped meanwhile. */
const RESET = 'tocsin users reset-password NAME';

export function LoginPage() {
  const words = useTexts(signInTexts);
  const { data: session } = useSession();
  const { data: setup } = useSetupStatus();
  const { back, sso } = useLocation().search as { back?: string; sso?: string };
  if (session) return <Back to={back} />;
  return (
    <Entrance title={words.title}>
      {sso !== undefined && <FormFault text={words.sso[sso]} />}
      {setup?.required ? <Text>{words.notSetUp}</Text> : <SignInForm onDone={() => undefined} />}
      <SsoButton back={back} />
      <Group justify="space-between" gap="xs">
        <Forgotten />
        <LookLinks />
      </Group>
    </Entrance>
  );
}

function Forgotten() {
  const words = useTexts(signInTexts);
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <Anchor
        component="button"
        type="button"
        size="sm"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {words.forgotten}
      </Anchor>
      <Collapse expanded={isOpen}>
        <Text size="sm" c="dimmed" my="xs">
          {words.forgottenHow}
        </Text>
        <Code block>{RESET}</Code>
      </Collapse>
    </div>
  );
}

/** Where somebody wanted to go; only within the dashboard, whatever the address says. */
function Back({ to }: { to: string | undefined }) {
  const navigate = useNavigate();
  const wanted = useRef(to);
  useEffect(() => {
    const { pathname, searchParams } = new URL(within(wanted.current), 'http://dashboard');
    const path = /^\/(login|setup)\b/.test(pathname) ? '/' : pathname;
    void navigate({ to: path, search: Object.fromEntries(searchParams) as never, replace: true });
  }, [navigate]);
  return null;
}

function within(address: string | undefined): string {
  return address !== undefined && /^\/(?![/\\])/.test(address) ? address : '/';
}
