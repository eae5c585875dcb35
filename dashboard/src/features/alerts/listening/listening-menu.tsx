import { ActionIcon, Alert, Button, Group, Popover, Stack, Switch, Text, Tooltip } from '@mantine/core';
import { IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTexts } from '../../../shared/texts/texts.ts';
import { chime } from './chime.ts';
import { listeningTexts } from './listening.texts.ts';
import { changeListening, useListening } from './listening-choice.ts';

/** Switches for how new alerts are told in this browser. */
export function ListeningMenu() {
  const texts = useTexts(listeningTexts);
  const [opened, setOpened] = useState(false);
  const { sound, notification, aloud } = useListening();
  const isOn = sound || notification || aloud;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={texts.button}>
          <ActionIcon
            variant="default"
            size={28}
            aria-label={texts.button}
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            {isOn ? <IconVolume size={16} stroke={1.5} /> : <IconVolumeOff size={16} stroke={1.5} />}
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        {opened && (
          <Stack gap="sm">
            <Text size="xs" c="dimmed">
              {texts.here}
            </Text>
            <Switches />
          </Stack>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function Switches() {
  const texts = useTexts(listeningTexts);
  const { sound, notification, aloud } = useListening();
  const [isBlocked, setBlocked] = useState(false);
  const wantNotification = async (wanted: boolean) => {
    const isGranted = wanted && (await mayNotify());
    setBlocked(wanted && !isGranted);
    changeListening({ notification: isGranted, wasAsked: true });
  };
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Switch
          label={texts.sound}
          checked={sound}
          onChange={({ currentTarget }) => changeListening({ sound: currentTarget.checked, wasAsked: true })}
        />
        {sound && (
          <Button variant="subtle" size="compact-xs" onClick={chime}>
            {texts.test}
          </Button>
        )}
      </Group>
      <Switch
        label={texts.notification}
        checked={notification}
        onChange={({ currentTarget }) => void wantNotification(currentTarget.checked)}
      />
      {isBlocked && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert" maw={260}>
          {texts.blocked}
        </Text>
      )}
      <Switch
        label={texts.aloud}
        checked={aloud}
        onChange={({ currentTarget }) => changeListening({ aloud: currentTarget.checked, wasAsked: true })}
      />
    </Stack>
  );
}

/** Asked once: who says no is not bothered again. */
export function ListeningQuestion() {
  const texts = useTexts(listeningTexts);
  const { wasAsked } = useListening();
  if (wasAsked) return null;
  return (
    <Alert variant="default" p="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm">{texts.ask}</Text>
        <Group gap="xs">
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => {
              changeListening({ sound: true, wasAsked: true });
              chime();
            }}
          >
            {texts.sound}
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() =>
              void mayNotify().then((notification) => changeListening({ notification, wasAsked: true }))
            }
          >
            {texts.notification}
          </Button>
          <Button variant="subtle" size="compact-sm" onClick={() => changeListening({ wasAsked: true })}>
            {texts.no}
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}

async function mayNotify(): Promise<boolean> {
  if (!('Notification' in globalThis)) return false;
  return Notification.permission === 'granted' || (await Notification.requestPermission()) === 'granted';
}
