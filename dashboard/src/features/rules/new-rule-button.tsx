import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useShortcut } from '../../shared/keys/use-shortcut.ts';
import { useMay } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { rulesTexts } from './rules.texts.ts';

/** New: the wizard, and behind the arrow every other way to a rule. */
export function NewRuleButton() {
  const texts = useTexts(rulesTexts);
  const navigate = useNavigate();
  const mayChange = useMay('editor');
  const openWizard = () => void navigate({ to: '/rules/wizard' as string });
  useShortcut('n', texts.new, openWizard, { enabled: mayChange });
  return (
    <Group gap={1} wrap="nowrap">
      <ForRole role="editor">
        <Button onClick={openWizard}>{texts.new}</Button>
      </ForRole>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size={30} variant="filled" aria-label={texts.moreNew} disabled={!mayChange}>
            <IconChevronDown size={16} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to="/rules/wizard">
            {texts.newAlert}
          </Menu.Item>
          <Menu.Item component={Link} to="/rules/wizard" search={{ step: 'playbook' } as never}>
            {texts.newPlaybook}
          </Menu.Item>
          <Menu.Item component={Link} to="/rules/edit">
            {texts.newSql}
          </Menu.Item>
          <Menu.Item component={Link} to="/settings/emqx">
            {texts.importEmqx}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
