import { Stack, Tabs } from '@mantine/core';
import { accessTexts } from '../../features/access/access.texts.ts';
import { AuthenticatorList } from '../../features/access/authenticator-list.tsx';
import { Bans } from '../../features/access/ban-list.tsx';
import { Decision } from '../../features/access/decision.tsx';
import { Denials } from '../../features/access/denial-list.tsx';
import { MqttUsers } from '../../features/access/mqtt-user-list.tsx';
import { OpenListenersBar } from '../../features/access/open-listeners.tsx';
import { AccessRules } from '../../features/access/rule-list.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { SettingsFrame } from './settings-frame.tsx';

const VIEWS = ['authentication', 'users', 'rules', 'try', 'denials', 'bans'] as const;
type View = (typeof VIEWS)[number];

const COMMANDS: Readonly<Partial<Record<View, string>>> = {
  try: 'tocsin access try --client ID --publish TOPIC',
};

const PATHS: Readonly<Record<View, string>> = {
  authentication: '/authentication',
  users: '/authentication/password_based:built_in_database/users',
  rules: '/authorization/sources',
  try: '/authorization/settings',
  denials: '/events',
  bans: '/banned',
};

export function AccessPage() {
  const texts = useTexts(accessTexts);
  const [{ view }, change] = usePageSearch<'view' | 'q' | 'row' | 'sort' | 'cols'>();
  const chosen = VIEWS.find((name) => name === view) ?? 'authentication';
  return (
    <SettingsFrame
      page="access"
      actions={
        <CodeMenu
          call={{ method: 'GET', path: PATHS[chosen] }}
          {...(COMMANDS[chosen] !== undefined && { cli: COMMANDS[chosen] })}
        />
      }
    >
      <OpenListenersBar />
      <Tabs
        value={chosen}
        variant="pills"
        keepMounted={false}
        onChange={(name) =>
          change(
            { view: name ?? undefined, q: undefined, row: undefined, sort: undefined, cols: undefined },
            'push',
          )
        }
      >
        <Tabs.List aria-label={texts.parts} mb="md">
          {VIEWS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {texts[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="authentication">
          <AuthenticatorList />
        </Tabs.Panel>
        <Tabs.Panel value="users">
          <MqttUsers />
        </Tabs.Panel>
        <Tabs.Panel value="rules">
          <Stack gap="lg">
            <AccessRules />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="try">
          <Decision />
        </Tabs.Panel>
        <Tabs.Panel value="denials">
          <Denials />
        </Tabs.Panel>
        <Tabs.Panel value="bans">
          <Bans />
        </Tabs.Panel>
      </Tabs>
    </SettingsFrame>
  );
}
