import { Component, type ReactNode } from 'react';
import { ProblemView } from '../../shared/ui/problem-view.tsx';

interface State {
  readonly problem: Error | undefined;
}

/** A page that throws leaves what stands around it, and says what happened. */
export class PageBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { problem: undefined };

  static getDerivedStateFromError(thrown: unknown): State {
    return { problem: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render(): ReactNode {
    const { problem } = this.state;
    if (!problem) return this.props.children;
    return <ProblemView problem={problem} onRetry={() => this.setState({ problem: undefined })} />;
  }
}
