import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RuleCheck, RuleProblem } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import type { CodeProblem, CodeProblems } from '../../shared/code/code-problem.ts';
import { type Language, useLanguage } from '../../shared/texts/texts.ts';
import type { RuleBody } from '../rules/rule-changes.ts';

/** Milliseconds without a key before the server is asked. */
const PAUSE = 250;

export interface CheckedRule {
  readonly check: RuleCheck | undefined;
  readonly problems: CodeProblems | undefined;
  /** What is checked is what is written. */
  readonly isFresh: boolean;
}

/** What is wrong and doubtful about the rule, while it is being written. */
export function useRuleCheck({ sql, name, actions, alert }: RuleBody): CheckedRule {
  const language = useLanguage();
  const text = JSON.stringify({ sql, name, actions, alert });
  const [asked] = useDebouncedValue(text, PAUSE);
  const { data, isPlaceholderData } = useQuery({
    queryKey: ['rule_check', asked],
    queryFn: async () => ({
      asked,
      check: await api.post<RuleCheck>('/rule_check', JSON.parse(asked)),
    }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 60_000,
  });
  const problems = useMemo(() => data && codeProblems(data.asked, data.check, language), [data, language]);
  return { check: data?.check, problems, isFresh: data?.asked === text && !isPlaceholderData };
}

function codeProblems(asked: string, { errors, warnings }: RuleCheck, language: Language): CodeProblems {
  const { sql } = JSON.parse(asked) as { sql: string };
  return {
    text: sql,
    problems: [
      ...errors.flatMap((problem) => codeProblem(problem, 'error', language)),
      ...warnings.flatMap((problem) => codeProblem(problem, 'warning', language)),
    ],
  };
}

function codeProblem(
  problem: RuleProblem,
  severity: CodeProblem['severity'],
  language: Language,
): CodeProblem[] {
  const { start, end, fixes } = problem;
  if (start === undefined || end === undefined) return [];
  return [
    {
      from: start,
      to: end,
      severity,
      message: problemText(problem, language),
      fixes: fixes.map((fix) => ({
        label: language === 'zh' ? fix.message_zh : fix.message,
        from: fix.start,
        to: fix.end,
        insert: fix.insert,
      })),
    },
  ];
}

export function problemText({ message, message_zh }: RuleProblem, language: Language): string {
  return language === 'zh' ? message_zh : message;
}
