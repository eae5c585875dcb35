import { Group, Text, Tooltip } from '@mantine/core';
import { IconBell, IconRepeat, IconTerminal2 } from '@tabler/icons-react';
import type { Rule } from '../../../../src/api/contract.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { KindMark } from '../../shared/ui/kind-mark.tsx';
import { rulesTexts } from './rules.texts.ts';

/** What a rule does with its rows, as small signs with their names. */
export function RuleOutputs({ rule }: { rule: Rule }) {
  const texts = useTexts(rulesTexts);
  const signs = [
    ...(rule.alert
      ? [{ key: 'alert', label: texts.alertOutput, sign: <IconBell size={16} stroke={1.5} /> }]
      : []),
    ...rule.actions.map((action, index) => {
      const key = `${index}`;
      if (typeof action === 'string')
        return { key, label: action, sign: <KindMark kind={action.split(':', 1)[0] ?? ''} /> };
      return action.function === 'republish'
        ? { key, label: texts.republish, sign: <IconRepeat size={16} stroke={1.5} /> }
        : { key, label: texts.console, sign: <IconTerminal2 size={16} stroke={1.5} /> };
    }),
  ];
  if (signs.length === 0) return <Text c="dimmed">{texts.nothing}</Text>;
  return (
    <Group gap={6} wrap="nowrap">
      {signs.slice(0, 4).map(({ key, label, sign }) => (
        <Tooltip key={key} label={label}>
          <span role="img" aria-label={label} style={{ display: 'inline-flex' }}>
            {sign}
          </span>
        </Tooltip>
      ))}
      {signs.length > 4 && <Text c="dimmed">+{signs.length - 4}</Text>}
    </Group>
  );
}
