import { Skeleton, Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { Problem } from '../api/problem.ts';
import { useTexts } from '../texts/texts.ts';
import { ProblemView } from './problem-view.tsx';
import { stateTexts } from './states.texts.ts';

interface QueryViewProps<Data> {
  readonly query: UseQueryResult<Data>;
  /** Rows of the skeleton. */
  readonly rows?: number;
  /** What can be done about a large result. */
  readonly narrow?: ReactNode;
  readonly isEmpty?: (data: Data) => boolean;
  readonly empty?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** Milliseconds before a skeleton, and before the excuse for it. */
const MOMENTS = [150, 8_000];

/** Loading, failure and emptiness of whatever is fetched, in one place. What is there already stays when asking again fails. */
export function QueryView<Data>({ query, rows = 5, narrow, isEmpty, empty, children }: QueryViewProps<Data>) {
  const { data, error, refetch } = query;
  if (data === undefined) {
    return error ? (
      <ProblemView problem={error} onRetry={() => void refetch()} />
    ) : (
      <Loading rows={rows} narrow={narrow} />
    );
  }
  if (isEmpty?.(data)) return empty;
  return (
    <>
      {error && !isToldAbove(error) && <ProblemView problem={error} onRetry={() => void refetch()} />}
      {children(data)}
    </>
  );
}

/** While nobody answers, or nobody is signed in, the top of the page says so for all that is shown. */
function isToldAbove(error: Error): boolean {
  return error instanceof Problem && (error.isUnreachable || error.status === 401);
}

function Loading({ rows, narrow }: { rows: number; narrow: ReactNode }) {
  const texts = useTexts(stateTexts);
  const age = useAge();
  if (age < 1) return null;
  return (
    <Stack gap={8} aria-busy="true">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all of them are alike
        <Skeleton key={row} height={24} animate={false} />
      ))}
      {age > 1 && (
        <Text c="dimmed" role="status">
          {texts.stillLoading} {narrow}
        </Text>
      )}
    </Stack>
  );
}

/** How many of the moments have passed since the component came. */
function useAge(): number {
  const [age, setAge] = useState(0);
  useEffect(() => {
    const timers = MOMENTS.map((moment, index) => setTimeout(() => setAge(index + 1), moment));
    return () => timers.forEach(clearTimeout);
  }, []);
  return age;
}
