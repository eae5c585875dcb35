import { Text, Tooltip } from '@mantine/core';
import type { RuleSummary } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import styles from './rule-state.module.css';
import { rulesTexts } from './rules.texts.ts';

const SHAPES: Readonly<Record<RuleSummary['state'], string>> = {
  ok: '✓',
  never_matched: '○',
  action_failing: '◆',
  failing: '◆',
  broken: '▲',
  off: '‖',
};

/** How a rule does: a shape, a word and a colour, and why. */
export function RuleState({ summary }: { summary: RuleSummary | undefined }) {
  const texts = useTexts(rulesTexts);
  const formats = useFormats();
  if (!summary) return <Text c="dimmed">{texts.never}</Text>;
  const { state } = summary;
  const note =
    state === 'action_failing'
      ? texts.stateNotes.action_failing(summary.failing_actions.join(', '))
      : texts.stateNotes[state];
  const label = `${note} (${texts.since(formats.time(summary.counted_since, 'minute'))})`;
  return (
    <Tooltip label={label} multiline maw={320}>
      <span className={styles[state] ?? ''}>
        <span aria-hidden="true">{SHAPES[state]}</span> {texts.states[state]}
      </span>
    </Tooltip>
  );
}
