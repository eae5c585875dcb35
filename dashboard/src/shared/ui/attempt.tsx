import { notifications } from '@mantine/notifications';
import { useProblemWords } from './problem-view.tsx';

/** Does what has no place of its own for an error, such as a button in a row: what went wrong is said in a notice. */
export function attempt(run: () => Promise<unknown>): void {
  run().catch((error: unknown) =>
    notifications.show({
      color: 'red',
      withBorder: true,
      message: <ProblemSentence problem={error instanceof Error ? error : new Error(String(error))} />,
    }),
  );
}

function ProblemSentence({ problem }: { problem: Error }) {
  const { title, sentence } = useProblemWords(problem);
  return (
    <span role="alert">
      {title} {sentence}
    </span>
  );
}
