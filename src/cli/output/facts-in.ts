import type { Fact } from './printer.ts';

/** The members of an answer, for things that have no words of their own here. */
export function factsIn(answer: Readonly<Record<string, unknown>>): Fact[] {
  return Object.entries(answer).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value),
    ...(/_at$/.test(name) && { kind: 'time' as const }),
  }));
}
