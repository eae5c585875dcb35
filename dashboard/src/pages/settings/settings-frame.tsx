import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const catalogue = defineTexts(
  {
    listeners: 'Listeners & certificates',
    access: 'Access',
    users: 'Users & API keys',
    audit: 'Audit',
    backup: 'Backup & import',
    emqx: 'Import from EMQX',
    metrics: 'Metrics',
    system: 'System',
  },
  {
    listeners: '接入与证书',
    access: '认证与授权',
    users: '用户与密钥',
    audit: '审计',
    backup: '备份与导入',
    emqx: '从 EMQX 导入',
    metrics: '指标',
    system: '系统',
  },
);

interface SettingsFrameProps {
  readonly page: keyof (typeof catalogue)['en'];
  /** Buttons at the right of the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What the pages of Settings have around them. */
export function SettingsFrame({ page, actions, children }: SettingsFrameProps) {
  const texts = useTexts(catalogue);
  return (
    <Page title={texts[page]} actions={actions}>
      <Stack gap="lg">{children}</Stack>
    </Page>
  );
}
