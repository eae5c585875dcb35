import { ActionIcon, Code, Group, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useCopy } from '../clipboard/clipboard.ts';
import { defineTexts, useTexts } from '../texts/texts.ts';

const texts = defineTexts({ copy: 'Copy', copied: 'Copied' }, { copy: '复制', copied: '已复制' });

interface CopyTextProps {
  readonly text: string;
  /** What it is, for screen readers: “API secret”. */
  readonly label: string;
  /** Lines are kept. */
  readonly block?: boolean;
}

/** A text to take along, with a button that copies it. */
export function CopyText({ text, label, block = false }: CopyTextProps) {
  const words = useTexts(texts);
  const clipboard = useCopy();
  const word = clipboard.copied ? words.copied : words.copy;
  return (
    <Group gap={4} wrap="nowrap" align={block ? 'flex-start' : 'center'}>
      <Code block={block} aria-label={label} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {text}
      </Code>
      <Tooltip label={word}>
        <ActionIcon
          variant="subtle"
          size={24}
          aria-label={`${word}: ${label}`}
          onClick={() => clipboard.copy(text)}
        >
          {clipboard.copied ? <IconCheck size={16} stroke={1.5} /> : <IconCopy size={16} stroke={1.5} />}
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
