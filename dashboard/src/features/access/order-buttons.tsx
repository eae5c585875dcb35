import { ActionIcon, Group } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTexts } from '../../shared/texts/texts.ts';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { accessTexts } from './access.texts.ts';

interface OrderButtonsProps {
  /** What is moved, for screen readers. */
  readonly name: string;
  readonly index: number;
  readonly count: number;
  /** That has the list, which alone can change it. */
  readonly file?: string | undefined;
  /** @param place from 0 */
  readonly onMove: (place: number) => void;
}

/** Where something stands in a list in which the order decides. */
export function OrderButtons({ name, index, count, file, onMove }: OrderButtonsProps) {
  const texts = useTexts(accessTexts);
  return (
    <Group gap={2} wrap="nowrap">
      <ForRole role="administrator" file={file}>
        <ActionIcon
          variant="default"
          size={24}
          disabled={index === 0}
          aria-label={`${texts.up}: ${name}`}
          onClick={() => onMove(index - 1)}
        >
          <IconArrowUp size={14} stroke={1.5} />
        </ActionIcon>
      </ForRole>
      <ForRole role="administrator" file={file}>
        <ActionIcon
          variant="default"
          size={24}
          disabled={index === count - 1}
          aria-label={`${texts.down}: ${name}`}
          onClick={() => onMove(index + 1)}
        >
          <IconArrowDown size={14} stroke={1.5} />
        </ActionIcon>
      </ForRole>
    </Group>
  );
}
