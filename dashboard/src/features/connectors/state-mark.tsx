import { Group, Text } from '@mantine/core';
import { useTexts } from '../../shared/texts/texts.ts';
import { connectorTexts } from './connectors.texts.ts';

export type Tone = 'good' | 'busy' | 'warning' | 'bad' | 'off';

const LOOKS: Readonly<Record<Tone, readonly [shape: string, color: string]>> = {
  good: ['✓', 'var(--tocsin-resolved)'],
  busy: ['◌', 'var(--mantine-color-dimmed)'],
  warning: ['◆', 'var(--tocsin-warning)'],
  bad: ['▲', 'var(--tocsin-critical)'],
  off: ['○', 'var(--mantine-color-dimmed)'],
};

/** How something is: a shape, a word and a colour. */
export function StateMark({ tone, children }: { tone: Tone; children: string }) {
  const [shape, color] = LOOKS[tone];
  return (
    <Group gap={4} wrap="nowrap" component="span" c={color} align="baseline" display="inline-flex">
      <span aria-hidden="true">{shape}</span>
      <Text span inherit style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </Group>
  );
}

const TONES: Readonly<Record<string, Tone>> = {
  connected: 'good',
  connecting: 'busy',
  disconnected: 'bad',
  inconsistent: 'bad',
  stopped: 'off',
};

export function ConnectorState({ status }: { status: keyof (typeof connectorTexts)['en']['states'] }) {
  const texts = useTexts(connectorTexts);
  return <StateMark tone={TONES[status] ?? 'busy'}>{texts.states[status]}</StateMark>;
}
