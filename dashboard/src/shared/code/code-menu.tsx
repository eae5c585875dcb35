import { ActionIcon, Button, Code, Popover, Tabs, Text, Tooltip } from '@mantine/core';
import { IconCode } from '@tabler/icons-react';
import { useState } from 'react';
import { useCopy } from '../clipboard/clipboard.ts';
import { defineTexts, useTexts } from '../texts/texts.ts';
import styles from './code-menu.module.css';
import { type ApiCall, curlText } from './curl-text.ts';
import { yamlText } from './yaml-text.ts';

const texts = defineTexts(
  {
    open: 'As YAML, curl and command',
    copy: 'Copy',
    copied: 'Copied',
    key: 'KEY and SECRET are those of an API key (Settings › Users & API keys).',
    command: 'Command',
  },
  {
    open: '查看 YAML、curl 与命令',
    copy: '复制',
    copied: '已复制',
    key: 'KEY 与 SECRET 是一个 API 密钥（设置 › 用户与密钥）。',
    command: '命令',
  },
);

interface CodeMenuProps {
  /** What is shown, as it would stand in a file: a text, or a value that is written as YAML. */
  readonly yaml?: unknown;
  /** The call that gets or makes it. */
  readonly call?: ApiCall;
  /** The command that does the same: `tocsin alerts ls`. */
  readonly cli?: string;
}

/** `</>`: what is on the page, for files and scripts. */
export function CodeMenu({ yaml, call, cli }: CodeMenuProps) {
  const [opened, setOpened] = useState(false);
  const words = useTexts(texts);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Tooltip label={words.open}>
          <ActionIcon
            variant="default"
            size={28}
            aria-label={words.open}
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            <IconCode size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p="xs" className={styles.dropdown ?? ''}>
        {opened && <CodeTabs yaml={yaml} call={call} cli={cli} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function CodeTabs({
  yaml,
  call,
  cli,
}: {
  yaml: unknown;
  call: ApiCall | undefined;
  cli: string | undefined;
}) {
  const words = useTexts(texts);
  const shown = [
    ...(yaml === undefined ? [] : [{ name: 'YAML', text: typeof yaml === 'string' ? yaml : yamlText(yaml) }]),
    ...(call === undefined ? [] : [{ name: 'curl', text: curlText(call), note: words.key }]),
    ...(cli === undefined ? [] : [{ name: words.command, text: cli }]),
  ];
  return (
    <Tabs defaultValue={shown[0]?.name ?? null}>
      <Tabs.List>
        {shown.map(({ name }) => (
          <Tabs.Tab key={name} value={name}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {shown.map(({ name, text, note }) => (
        <Tabs.Panel key={name} value={name} pt="xs">
          <CodeText text={text} note={note} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function CodeText({ text, note }: { text: string; note: string | undefined }) {
  const words = useTexts(texts);
  const clipboard = useCopy();
  return (
    <>
      {/* It scrolls, and keys have to reach it. */}
      <Code block className={styles.text ?? ''} tabIndex={0}>
        {text}
      </Code>
      {note && (
        <Text size="xs" c="dimmed" mt={4}>
          {note}
        </Text>
      )}
      <Button mt="xs" variant="default" onClick={() => clipboard.copy(text)}>
        {clipboard.copied ? words.copied : words.copy}
      </Button>
    </>
  );
}
