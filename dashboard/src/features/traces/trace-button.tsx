import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronDown, IconRoute } from '@tabler/icons-react';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useMay } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { traceTexts } from './traces.texts.ts';
import { startTrace, useTraces } from './traces.ts';

const LENGTHS = [5, 15, 60] as const;

/** In the head of a client: starts a trace, or leads to the one that runs. */
export function TraceButton({ clientId }: { clientId: string }) {
  const texts = useTexts(traceTexts);
  const mayStart = useMay('operator');
  const { data } = useTraces();
  const [, change] = usePageSearch<'trace'>();
  const running = data?.find(
    ({ type, clientid, status }) => type === 'clientid' && clientid === clientId && status !== 'stopped',
  );
  const icon = <IconRoute size={16} stroke={1.5} />;
  if (running)
    return (
      <Button variant="default" leftSection={icon} onClick={() => change({ trace: running.name })}>
        {texts.running}
      </Button>
    );
  const start = async (minutes: number, payload: 'text' | 'hidden'): Promise<void> => {
    try {
      const { name } = await startTrace({
        type: 'clientid',
        clientid: clientId,
        minutes,
        payload_encode: payload,
      });
      change({ trace: name });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      notifications.show({ color: 'red', withBorder: true, message });
    }
  };
  const button = (
    <Button variant="default" leftSection={icon} rightSection={<IconChevronDown size={14} stroke={1.5} />}>
      {texts.trace}
    </Button>
  );
  if (!mayStart) return <ForRole role="operator">{button}</ForRole>;
  return (
    <Menu>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        {LENGTHS.map((minutes) => (
          <Menu.Item key={minutes} onClick={() => void start(minutes, 'text')}>
            {texts.startFor[minutes]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{texts.hidden}</Menu.Label>
        {LENGTHS.map((minutes) => (
          <Menu.Item key={minutes} onClick={() => void start(minutes, 'hidden')}>
            {texts.startFor[minutes]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
