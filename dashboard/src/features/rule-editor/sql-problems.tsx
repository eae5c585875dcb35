import { Stack, UnstyledButton } from '@mantine/core';
import type { RuleProblem } from '../../../../src/api/contract.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { editorTexts } from './editor.texts.ts';
import { type CheckedRule, problemText } from './rule-check.ts';
import styles from './rule-editor.module.css';

const MOST = 8;

/** The problems of the statement in words, below it: for those who do not see what is underlined. */
export function SqlProblems({
  checked: { check },
  onShow,
}: {
  checked: CheckedRule;
  onShow: (from: number, to: number) => void;
}) {
  const texts = useTexts(editorTexts);
  const language = useLanguage();
  if (!check) return null;
  const all = [
    ...check.errors.map((problem) => ({ problem, kind: 'error' as const })),
    ...check.warnings.map((problem) => ({ problem, kind: 'warning' as const })),
  ].filter(({ problem }) => problem.start !== undefined);
  const show = ({ start = 0, end = 0 }: RuleProblem) => onShow(start, end);
  return (
    <Stack gap={2} mt={6} aria-live="polite">
      {all.slice(0, MOST).map(({ problem, kind }) => (
        <UnstyledButton
          key={`${problem.code}${problem.start}`}
          className={styles.problem}
          aria-description={texts.goTo}
          onClick={() => show(problem)}
        >
          <span className={styles[kind]}>
            {kind === 'error' ? '▲' : '◆'} {problem.line}:{problem.column}
          </span>
          <span>{problemText(problem, language)}</span>
        </UnstyledButton>
      ))}
    </Stack>
  );
}
