import { ActionIcon, Button, Group, Menu, Stack, Text, TextInput } from '@mantine/core';
import { IconBookmark, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { createStore, useStore } from '../../shared/store/store.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { eventsTexts } from './events.texts.ts';

interface SavedFilter {
  readonly name: string;
  readonly q: string;
}

const KEY = 'tocsin.event-filters';
const MOST = 50;

const saved = createStore<readonly SavedFilter[]>(stored());

function stored(): readonly SavedFilter[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    if (!Array.isArray(list)) return [];
    return list.filter((one) => typeof one?.name === 'string' && typeof one?.q === 'string');
  } catch {
    return [];
  }
}

function keep(list: readonly SavedFilter[]): void {
  saved.set(list.slice(-MOST));
  try {
    localStorage.setItem(KEY, JSON.stringify(saved.get()));
  } catch {
    // They last as long as the page.
  }
}

/** Searches with a name, kept in this browser. */
export function SavedFilters({ q, onChoose }: { q: string; onChoose: (q: string) => void }) {
  const texts = useTexts(eventsTexts);
  const list = useStore(saved);
  const [name, setName] = useState('');
  const save = () => {
    const trimmed = name.trim();
    if (trimmed === '') return;
    keep([...list.filter((one) => one.name !== trimmed), { name: trimmed, q }]);
    setName('');
  };
  return (
    <Menu position="bottom-end" withinPortal closeOnItemClick>
      <Menu.Target>
        <Button variant="default" leftSection={<IconBookmark size={14} stroke={1.5} />}>
          {texts.saved}
        </Button>
      </Menu.Target>
      <Menu.Dropdown miw={240}>
        {list.length === 0 && (
          <Text size="xs" c="dimmed" p="xs">
            {texts.noSaved}
          </Text>
        )}
        {list.map((filter) => (
          <Group key={filter.name} gap={4} wrap="nowrap">
            <Menu.Item onClick={() => onChoose(filter.q)}>{filter.name}</Menu.Item>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={texts.remove(filter.name)}
              onClick={() => keep(list.filter((one) => one !== filter))}
            >
              <IconX size={14} stroke={1.5} />
            </ActionIcon>
          </Group>
        ))}
        {q !== '' && (
          <Stack gap={4} p="xs">
            <TextInput
              label={texts.saveName}
              value={name}
              maxLength={60}
              onChange={(event) => setName(event.currentTarget.value)}
              onKeyDown={(event) => {
                event.stopPropagation();
                if (event.key === 'Enter') save();
              }}
            />
            <Button size="compact-sm" disabled={name.trim() === ''} onClick={save}>
              {texts.save}
            </Button>
          </Stack>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
