import { Menu, Text, UnstyledButton } from '@mantine/core';
import { IconUserCircle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { changePreferences, usePreferences } from '../../shared/preferences/preferences.ts';
import { signOut, useSession } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { PasswordDialog } from '../session/password-dialog.tsx';
import { openKeys } from './keys-dialog.tsx';
import styles from './shell.module.css';
import { shellTexts } from './shell.texts.ts';
import { THEMES } from './theme-menu.tsx';
import { Tick } from './tick.tsx';
import { TimeZoneDialog } from './time-zone-dialog.tsx';

const SecondStepDialog = lazy(() => import('../../features/sign-in/second-step-dialog.tsx'));

/** Who is signed in, and how they like to see things. */
export function UserMenu() {
  const words = useTexts(shellTexts);
  const { data: session } = useSession();
  const { density, letterKeys, theme, language } = usePreferences();
  const [dialog, setDialog] = useState<'password' | 'second-step' | 'zone'>();
  const leave = useSignOut();
  if (!session) return null;
  return (
    <>
      <Menu position="bottom-end" width={240} withinPortal>
        <Menu.Target>
          <UnstyledButton className={styles.chip ?? ''} aria-label={`${words.user}: ${session.username}`}>
            <IconUserCircle size={16} stroke={1.5} aria-hidden="true" />
            <span className={`${styles.userName} ${styles.wide}`}>{session.username}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown mah="calc(100dvh - 60px)" style={{ overflowY: 'auto' }}>
          <Menu.Label>
            <Text span fw={600} c="var(--mantine-color-text)" style={{ overflowWrap: 'anywhere' }}>
              {session.username}
            </Text>{' '}
            {words[session.role]}
          </Menu.Label>
          <Menu.Divider />
          <Menu.Label>{words.density}</Menu.Label>
          {(['compact', 'comfortable'] as const).map((name) => (
            <Menu.RadioItem
              key={name}
              value={name}
              checked={name === density}
              onChange={() => changePreferences({ density: name })}
            >
              {words[name]}
            </Menu.RadioItem>
          ))}
          <Menu.Label className={styles.narrow ?? ''}>{words.theme}</Menu.Label>
          {THEMES.map((name) => (
            <Menu.RadioItem
              key={name}
              className={styles.narrow ?? ''}
              value={name}
              checked={name === theme}
              onChange={() => changePreferences({ theme: name })}
            >
              {words[name]}
            </Menu.RadioItem>
          ))}
          <Menu.Divider />
          <Menu.Item
            className={styles.narrow ?? ''}
            leftSection={<Tick isOn={false} />}
            onClick={() => changePreferences({ language: language === 'zh' ? 'en' : 'zh' })}
          >
            {language === 'zh' ? 'English' : '中文'}
          </Menu.Item>
          <Menu.CheckboxItem
            checked={letterKeys}
            closeMenuOnClick={false}
            onChange={() => changePreferences({ letterKeys: !letterKeys })}
          >
            {words.letterKeys}
          </Menu.CheckboxItem>
          <Menu.Item leftSection={<Tick isOn={false} />} onClick={() => setDialog('zone')}>
            {words.timeZone}…
          </Menu.Item>
          <Menu.Item leftSection={<Tick isOn={false} />} onClick={openKeys}>
            {words.keys}
          </Menu.Item>
          <Menu.Divider />
          {session.backend === 'local' && (
            <>
              <Menu.Item leftSection={<Tick isOn={false} />} onClick={() => setDialog('password')}>
                {words.changePassword}…
              </Menu.Item>
              <Menu.Item leftSection={<Tick isOn={false} />} onClick={() => setDialog('second-step')}>
                {words.secondStep}…
              </Menu.Item>
            </>
          )}
          <Menu.Item leftSection={<Tick isOn={false} />} onClick={() => void leave()}>
            {words.signOut}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PasswordDialog opened={dialog === 'password'} onClose={() => setDialog(undefined)} />
      {dialog === 'second-step' && (
        <Suspense>
          <SecondStepDialog onClose={() => setDialog(undefined)} />
        </Suspense>
      )}
      <TimeZoneDialog opened={dialog === 'zone'} onClose={() => setDialog(undefined)} />
    </>
  );
}

/** Signs out, and leads to where somebody can sign in. */
export function useSignOut(): () => Promise<void> {
  const navigate = useNavigate();
  return async () => {
    await signOut();
    await navigate({ to: '/login' });
  };
}
