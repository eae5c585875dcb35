import { useEffect, useState } from 'react';
import type { TraceLine } from '../../../../src/api/contract.ts';
import { send } from '../../shared/api/client.ts';
import { Problem } from '../../shared/api/problem.ts';
import { readServerSentEvents } from '../../shared/live/server-sent-events.ts';

/** A line and its number in the trace, from 1. */
export type NumberedLine = TraceLine & { readonly n: number };

export interface TraceLines {
  /** The last one first. */
  readonly lines: readonly NumberedLine[];
  /** How many there were, those that are not kept here too. */
  readonly count: number;
  /** Nothing more will come. */
  readonly isOver: boolean;
  readonly problem: Error | undefined;
}

/** Lines that are kept in the browser. */
export const MOST_LINES = 20_000;
/** Milliseconds for which lines are gathered before they are drawn. */
const GATHERING = 150;
/** Milliseconds until the next attempt. */
const PAUSE = 3_000;

const NOTHING: TraceLines = { lines: [], count: 0, isOver: false, problem: undefined };

/** The lines of a trace, and those that come; after a break it goes on where it was. */
export function useTraceLines(name: string): TraceLines {
  const [state, setState] = useState(NOTHING);
  useEffect(() => {
    setState(NOTHING);
    const abort = new AbortController();
    let waiting: NumberedLine[] = [];
    let count = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = (change: Partial<TraceLines> = {}): void => {
      clearTimeout(timer);
      timer = undefined;
      if (abort.signal.aborted) return;
      const fresh = waiting.toReversed();
      waiting = [];
      setState((before) => ({
        ...before,
        ...change,
        count,
        lines: fresh.length === 0 ? before.lines : [...fresh, ...before.lines].slice(0, MOST_LINES),
      }));
    };
    void readAll(name, abort.signal, {
      onLines: (lines) => {
        for (const line of lines) waiting.push({ ...line, n: ++count });
        timer ??= setTimeout(draw, GATHERING);
      },
      onOver: () => draw({ isOver: true }),
      onProblem: (problem) => draw({ problem }),
    });
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [name]);
  return state;
}

interface Reader {
  onLines(lines: readonly TraceLine[]): void;
  onOver(): void;
  onProblem(problem: Error | undefined): void;
}

async function readAll(name: string, signal: AbortSignal, reader: Reader): Promise<void> {
  for (let position = '0'; !signal.aborted; ) {
    try {
      const response = await send('GET', `/trace/${name}/stream`, {
        query: { position },
        signal,
        headers: { accept: 'text/event-stream' },
      });
      reader.onProblem(undefined);
      for await (const { event, data, id } of readServerSentEvents(response)) {
        if (event === 'over') {
          reader.onOver();
          return;
        }
        reader.onLines(JSON.parse(data) as TraceLine[]);
        position = id ?? position;
      }
    } catch (error) {
      if (signal.aborted) return;
      const isRefused = error instanceof Problem && !error.isUnreachable;
      if (isRefused) {
        reader.onProblem(error);
        return;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
