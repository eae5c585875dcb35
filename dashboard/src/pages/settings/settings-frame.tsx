import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';
import { PlaceTabs } from '../../shared/ui/place-tabs.tsx';

const catalogue = defineTexts(
  {
    settings: 'Settings',
    listeners: 'Listeners & certificates',
    access: 'Access',
    users: 'Users & API keys',
    audit: 'Audit',
    backup: 'Backup & import',
    metrics: 'Metrics',
    system: 'System',
  },
  {
    settings: '设置',
    listeners: '接入',
    access: '认证与授权',
    users: '用户与密钥',
    audit: '审计',
    backup: '备份与导入',
    metrics: '指标',
    system: '系统',
  },
);

const TABS = [
  ['listeners', '/settings'],
  ['access', '/settings/access'],
  ['users', '/settings/users'],
  ['audit', '/settings/audit'],
  ['backup', '/settings/backup'],
  ['metrics', '/settings/metrics'],
  ['system', '/settings/system'],
] as const;

interface SettingsFrameProps {
  readonly page: (typeof TABS)[number][0];
  /** Buttons at the right of the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What the pages of Settings have around them. */
export function SettingsFrame({ page, actions, children }: SettingsFrameProps) {
  const texts = useTexts(catalogue);
  return (
    <Page title={texts[page]} actions={actions}>
      <PlaceTabs label={texts.settings} tabs={TABS.map(([name, to]) => ({ to, label: texts[name] }))} />
      <Stack gap="lg">{children}</Stack>
    </Page>
  );
}
