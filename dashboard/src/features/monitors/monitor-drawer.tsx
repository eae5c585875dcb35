import { Anchor, Drawer, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Monitor } from '../../../../src/api/contract.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { MonitorState, useFigureText } from './monitor-figure.tsx';
import { MonitorForm } from './monitor-form.tsx';
import styles from './monitors.module.css';
import { monitorTexts } from './monitors.texts.ts';
import { PeerList } from './peer-list.tsx';

interface MonitorDrawerProps {
  /** Undefined: it is closed. */
  readonly monitor: Monitor | undefined;
  readonly onClose: () => void;
}

/** One monitor: its figure, its settings, what it watches. */
export function MonitorDrawer({ monitor, onClose }: MonitorDrawerProps) {
  const language = useLanguage();
  return (
    <Drawer
      opened={monitor !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={monitor?.title[language]}
    >
      {monitor && <Content key={monitor.name} monitor={monitor} onClose={onClose} />}
    </Drawer>
  );
}

function Content({ monitor, onClose }: { monitor: Monitor; onClose: () => void }) {
  const texts = useTexts(monitorTexts);
  const language = useLanguage();
  const say = useFigureText();
  return (
    <Stack gap="md">
      <Text>{monitor.description[language]}</Text>
      <MonitorForm monitor={monitor} onClose={onClose} />
      {monitor.peers && <PeerList monitor={monitor} />}
      {!monitor.peers && (
        <section aria-labelledby="watched" className={styles.box}>
          <Title order={3} id="watched" mb={4}>
            {texts.watched}
          </Title>
          {monitor.watched.length === 0 && <Text c="dimmed">{texts.nothingWatched}</Text>}
          <ul className={styles.watched}>
            {monitor.watched.map((one) => (
              <li key={one.key}>
                {one.name !== '' && <DeviceText text={one.name} longest={128} />}
                <MonitorState state={one.state} />
                {one.value !== null && <span>{say(one.value, monitor.unit)}</span>}
                {one.since !== null && <Moment at={one.since} />}
                {one.message && <Text size="sm">{one.message[language]}</Text>}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="advice">
        <Title order={3} id="advice" mb={4}>
          {texts.advice}
        </Title>
        <Text>{monitor.advice[language]}</Text>
      </section>
      <Anchor
        component={Link}
        to="/alerts/history"
        search={{ q: `monitor:${monitor.name}` } as never}
        size="sm"
      >
        {texts.alerts}
      </Anchor>
    </Stack>
  );
}
