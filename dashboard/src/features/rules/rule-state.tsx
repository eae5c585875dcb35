import { Text, Tooltip } from '@mantine/core';
import type { Rule, RuleSummary } from '../../../../src/api/contract.ts';
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
export function RuleState({
  rule,
  summary,
}: {
  rule: Pick<Rule, 'file' | 'created_at'>;
  summary: RuleSummary | undefined;
}) {
  const texts = useTexts(rulesTexts);
  const formats = useFormats();
  if (!summary) return <Text c="dimmed">{texts.never}</Text>;
  const { state } = summary;
  // Counting began anew with the process, or when it was switched on again: what it did before is not counted.
  const isRecounted =
    rule.file !== undefined || Date.parse(rule.created_at) < Date.parse(summary.counted_since) - 1000;
  const word = state === 'never_matched' && isRecounted ? texts.noRecentMatch : texts.states[state];
  const note =
    state === 'action_failing'
      ? texts.stateNotes.action_failing(summary.failing_actions.join(', '))
      : texts.stateNotes[state];
  const label = `${note} (${texts.since(formats.time(summary.counted_since, 'minute'))})`;
  return (
    <Tooltip label={label} multiline maw={320}>
      <span className={styles[state] ?? ''}>
        <span aria-hidden="true">{SHAPES[state]}</span> {word}
      </span>
    </Tooltip>
  );
}
