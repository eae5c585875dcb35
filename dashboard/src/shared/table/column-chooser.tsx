import { ActionIcon, Checkbox, Menu, Tooltip } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useTexts } from '../texts/texts.ts';
import { tableTexts } from './table.texts.ts';

interface ColumnChooserProps {
  readonly columns: readonly { readonly id: string; readonly header: string }[];
  readonly shown: ReadonlySet<string>;
  readonly onChange: (shown: readonly string[]) => void;
  readonly onReset: () => void;
}

/** Which columns are shown. The last one cannot be taken away. */
export function ColumnChooser({ columns, shown, onChange, onReset }: ColumnChooserProps) {
  const texts = useTexts(tableTexts);
  const toggle = (id: string) =>
    onChange(columns.map((column) => column.id).filter((other) => shown.has(other) !== (other === id)));
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <Tooltip label={texts.columns}>
          <ActionIcon variant="default" size={28} aria-label={texts.columns}>
            <IconColumns3 size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {columns.map(({ id, header }) => {
          const isShown = shown.has(id);
          return (
            <Menu.Item
              key={id}
              role="menuitemcheckbox"
              aria-checked={isShown}
              disabled={isShown && shown.size === 1}
              leftSection={<Checkbox.Indicator size="xs" checked={isShown} aria-hidden="true" />}
              onClick={() => toggle(id)}
            >
              {header}
            </Menu.Item>
          );
        })}
        <Menu.Divider />
        <Menu.Item onClick={onReset} closeMenuOnClick>
          {texts.resetColumns}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
