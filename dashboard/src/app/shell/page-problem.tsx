import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ProblemView } from '../../shared/ui/problem-view.tsx';

/** In the place of a page that throws, or that could not be fetched. What stands around it stays. */
export function PageProblem({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = (): void => {
    reset();
    void router.invalidate();
  };
  return <ProblemView problem={error instanceof Error ? error : new Error(String(error))} onRetry={retry} />;
}
