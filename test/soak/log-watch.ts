import { createInterface } from 'node:readline';

/** What the broker says on its standard error, counted; what should never be there, word by word. */
export class LogWatch {
  readonly byLevel = new Map<string, number>();
  readonly bad: string[] = [];

  constructor(output: NodeJS.ReadableStream) {
    createInterface(output).on('line', (line) => this.#hear(line));
  }

  #hear(line: string): void {
    const level = levelOf(line);
    this.byLevel.set(level, (this.byLevel.get(level) ?? 0) + 1);
    const isBad =
      level === 'error' || level === 'fatal' || level === 'none' || /unhandled|uncaught/i.test(line);
    if (isBad && this.bad.length < 20) this.bad.push(line.slice(0, 500));
  }
}

function levelOf(line: string): string {
  try {
    return String((JSON.parse(line) as { level?: unknown }).level);
  } catch {
    // Not a line of the log: a warning of Node, or the trace of an error.
    return 'none';
  }
}
