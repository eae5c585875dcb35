import { useRef, useState } from 'react';
import type { RuleExplanation } from '../../../../src/api/contract.ts';
import { request } from '../../shared/api/client.ts';
import { useLanguage } from '../../shared/texts/texts.ts';
import type { RuleBody } from '../rules/rule-changes.ts';
import { type Sample, subjectOf } from './sample.ts';

export interface RuleRun {
  readonly explanation: RuleExplanation | undefined;
  readonly problem: Error | undefined;
  readonly isRunning: boolean;
  /** What was run, to be compared with what is written now. */
  readonly of: string;
  run(draft: RuleBody, sample: Sample): Promise<void>;
  stop(): void;
}

/** What the result belongs to. */
export function runKey({ sql, actions, alert }: RuleBody, sample: Sample): string {
  return JSON.stringify([sql, actions, alert ?? null, sample]);
}

/** Tries the rule that is written on the sample, and says why it does what it does. Nothing is sent. */
export function useRuleRun(): RuleRun {
  const language = useLanguage();
  const [state, setState] = useState<Pick<RuleRun, 'explanation' | 'problem' | 'of'>>({
    explanation: undefined,
    problem: undefined,
    of: '',
  });
  const [isRunning, setRunning] = useState(false);
  const running = useRef<AbortController>(undefined);

  async function run(draft: RuleBody, sample: Sample): Promise<void> {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    const of = runKey(draft, sample);
    setRunning(true);
    try {
      const subject = subjectOf(sample);
      if (!subject) return;
      const { sql, actions, alert } = draft;
      const explanation = await request<RuleExplanation>('POST', '/rule_explain', {
        body: { sql, actions, ...(alert && { alert }), ...subject },
        signal: own.signal,
        headers: { 'accept-language': language },
      });
      if (running.current === own) setState({ explanation, problem: undefined, of });
    } catch (error) {
      if (own.signal.aborted) return;
      const problem = error instanceof Error ? error : new Error(String(error));
      setState({ explanation: undefined, problem, of });
    } finally {
      if (running.current === own) setRunning(false);
    }
  }

  return {
    ...state,
    isRunning,
    run,
    stop: () => {
      running.current?.abort();
      setRunning(false);
    },
  };
}
