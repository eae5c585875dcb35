import { Button, Stack, UnstyledButton } from '@mantine/core';
import type { RuleProblem } from '../../../../src/api/contract.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { editorTexts } from './editor.texts.ts';
import { type CheckedRule, problemText } from './rule-check.ts';
import styles from './rule-editor.module.css';

const MOST = 8;

type Fix = RuleProblem['fixes'][number];

interface SqlProblemsProps {
  readonly checked: CheckedRule;
  readonly onShow: (from: number, to: number) => void;
  /** Undefined: nothing can be changed, or what is written is newer than what was checked. */
  readonly onFix: ((fix: Fix) => void) | undefined;
}

/** The problems of the statement in words, below it, with what mends them: for those who do not point at what is underlined. */
export function SqlProblems({ checked: { check }, onShow, onFix }: SqlProblemsProps) {
  const texts = useTexts(editorTexts);
  const language = useLanguage();
  if (!check) return null;
  const all = [
    ...check.errors.map((problem) => ({ problem, kind: 'error' as const })),
    ...check.warnings.map((problem) => ({ problem, kind: 'warning' as const })),
  ].filter(({ problem }) => problem.start !== undefined);
  const show = ({ start = 0, end = 0 }: RuleProblem) => onShow(start, end);
  return (
    <Stack gap={4} mt={6} aria-live="polite">
      {all.slice(0, MOST).map(({ problem, kind }) => (
        <div key={`${problem.code}${problem.start}`} className={styles.problem}>
          <UnstyledButton
            className={styles.problem}
            aria-description={texts.goTo}
            onClick={() => show(problem)}
          >
            <span className={`${styles[kind]} ${styles.place}`}>
              {kind === 'error' ? '▲' : '◆'} {problem.line}:{problem.column}
            </span>
            <span>{problemText(problem, language)}</span>
          </UnstyledButton>
          {problem.fixes.map((fix) => (
            <Button
              key={fix.message}
              variant="default"
              size="compact-xs"
              flex="none"
              disabled={onFix === undefined}
              onClick={() => onFix?.(fix)}
            >
              {language === 'zh' ? fix.message_zh : fix.message}
            </Button>
          ))}
        </div>
      ))}
    </Stack>
  );
}
