import { Alert, Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Problem } from '../api/problem.ts';
import { useCopy } from '../clipboard/clipboard.ts';
import { problemSentence } from '../forms/form-problem.ts';
import { useLanguage, useTexts } from '../texts/texts.ts';
import { stateTexts } from './states.texts.ts';

interface ProblemViewProps {
  readonly problem: Error;
  readonly onRetry?: (() => void) | undefined;
  /** The one thing to do, where the page knows it. */
  readonly fix?: ReactNode;
}

/** What went wrong, in its place on the page: a sentence, the code, and one thing to do. */
export function ProblemView({ problem, onRetry, fix }: ProblemViewProps) {
  const texts = useTexts(stateTexts);
  const clipboard = useCopy();
  const { title, sentence } = useProblemWords(problem);
  const code = problem instanceof Problem ? problem.code : problem.name;
  const requestId = problem instanceof Problem ? problem.requestId : undefined;
  const details = [problem.message, code, requestId, new Date().toISOString(), location.pathname]
    .filter(Boolean)
    .join('\n');
  return (
    <Alert color="red" variant="light" title={title} role="alert">
      <Text size="sm">
        {sentence} {fix}
      </Text>
      <Text size="xs" c="dimmed" mt={4}>
        {texts.code} {code}
        {requestId && ` · ${texts.requestId} ${requestId}`}
      </Text>
      <Group gap="xs" mt="xs">
        {onRetry && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {texts.retry}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" onClick={() => clipboard.copy(details)}>
          {clipboard.copied ? texts.copied : texts.copyDetails}
        </Button>
      </Group>
    </Alert>
  );
}

/** What happened, and what the server says or what to do. */
export function useProblemWords(problem: Error): { title: string; sentence: string } {
  const texts = useTexts(stateTexts);
  const language = useLanguage();
  if (problem instanceof Problem && problem.isUnreachable)
    return { title: texts.noAnswer, sentence: texts.noAnswerFix };
  const sentence = problemSentence(problem, language);
  const status = problem instanceof Problem ? problem.status : undefined;
  if (status === 403) return { title: texts.forbidden, sentence };
  if (status === 401) return { title: texts.signedOut, sentence };
  return { title: texts.failed, sentence };
}
