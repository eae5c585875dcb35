import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Alert } from '../../../../../src/api/contract.ts';
import { useLive } from '../../../shared/live/live.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { useSeverityWords } from '../../../shared/ui/severity-mark.tsx';
import { chime } from './chime.ts';
import { listeningTexts } from './listening.texts.ts';
import { listeningChoice, useListening } from './listening-choice.ts';

/** Milliseconds in which new alerts gather into one notice. */
const GATHERING = 800;

/** Tells of alerts that open, in the ways that were chosen; without a choice it does nothing. */
export function AlertListener() {
  const texts = useTexts(listeningTexts);
  const severities = useSeverityWords();
  const { aloud } = useListening();
  const [spoken, setSpoken] = useState('');
  const waiting = useRef<Alert[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const tell = () => {
    timer.current = undefined;
    const alerts = waiting.current;
    waiting.current = [];
    const [first] = alerts;
    if (!first) return;
    const sentence =
      alerts.length > 1
        ? texts.many(alerts.length)
        : texts.opened(severities[first.severity], first.title, first.key);
    const choice = listeningChoice();
    if (choice.aloud) setSpoken(sentence);
    if (choice.sound) chime();
    if (choice.notification && 'Notification' in globalThis && Notification.permission === 'granted') {
      const notice = new Notification(
        alerts.length > 1 ? sentence : `${severities[first.severity]} · ${first.title}`,
        {
          body: alerts
            .map(({ key }) => key)
            .slice(0, 5)
            .join(', '),
          tag: 'tocsin-alerts',
        },
      );
      notice.onclick = () => globalThis.focus();
    }
  };
  useLive('alerts', ({ news, alert }) => {
    if ((news !== 'opened' && news !== 'escalated') || alert.silenced_by !== null) return;
    waiting.current.push(alert);
    timer.current ??= setTimeout(tell, GATHERING);
  });
  return (
    <VisuallyHidden aria-live={aloud ? 'polite' : 'off'} role={aloud ? 'status' : undefined}>
      {aloud ? spoken : ''}
    </VisuallyHidden>
  );
}
