import { terminalColumns } from '../../lib/terminal-columns.ts';
import { type ProgressTexts, progressTexts } from '../../texts/progress.ts';
import type { CommandLineContext } from '../command-line.ts';

/** How far long work is. */
export interface ProgressStep {
  /** `seconds`: the time itself is what passes; `percent`: nothing is known but how much of it. */
  readonly unit: keyof ProgressTexts['units'] | 'bytes' | 'seconds' | 'percent';
  readonly done: number;
  /** Of the same, where it is known. */
  readonly total?: number | undefined;
  /** What else is to be said. */
  readonly note?: string | undefined;
}

/** Undefined: it is over. */
export type Progress = (step: ProgressStep | undefined) => void;

const CLEAR = '\r\u001b[K';
/** Milliseconds between two lines: more often nobody can read them. */
const LEAST = 100;
/** Milliseconds after which a rate says something. */
const RATE_AFTER = 500;
const BAR = 20;

/** One line of standard error that is written again and again, with a bar, the rate and the time that is left; nothing where nobody looks at it. */
export function progressOn(context: CommandLineContext): Progress {
  const { isErrorTerminal = false, error, environment, screen, texts } = context;
  const isShown = isErrorTerminal && environment.TERM !== 'dumb';
  const words = progressTexts[texts.language];
  let last = -Infinity;
  let began = { unit: '', at: 0, done: 0 };
  return (step) => {
    if (!isShown) return;
    const now = performance.now();
    if (!step) {
      if (last > -Infinity) error(CLEAR);
      last = -Infinity;
      began = { unit: '', at: 0, done: 0 };
      return;
    }
    if (step.unit !== began.unit || step.done < began.done)
      began = { unit: step.unit, at: now, done: step.done };
    if (now - last < LEAST) return;
    last = now;
    const elapsed = now - began.at;
    const rate = elapsed < RATE_AFTER ? undefined : ((step.done - began.done) * 1000) / elapsed;
    error(CLEAR + fitting(progressLine(step, rate, words), (screen?.columns() ?? 80) - 1));
  };
}

/** @param rate per second, where it is known */
export function progressLine(
  { unit, done, total, note }: ProgressStep,
  rate: number | undefined,
  words: ProgressTexts,
): string {
  const share = total === undefined || total <= 0 ? undefined : Math.min(1, done / total);
  const parts: string[] = [];
  if (share !== undefined) {
    const full = Math.round(share * BAR);
    parts.push(
      `[${'#'.repeat(full)}${'-'.repeat(BAR - full)}] ${String(Math.floor(share * 100)).padStart(3)} %`,
    );
  }
  if (unit !== 'percent') parts.push(countOf(unit, done, total, words));
  if (rate !== undefined && rate > 0 && unit !== 'percent' && unit !== 'seconds')
    parts.push(words.perSecond(unit === 'bytes' ? bytes(rate) : number(rate)));
  if (rate !== undefined && rate > 0 && total !== undefined && total > done)
    parts.push(words.left(time((total - done) / rate, words)));
  if (note !== undefined && note !== '') parts.push(note);
  return parts.join('  ');
}

function countOf(
  unit: Exclude<ProgressStep['unit'], 'percent'>,
  done: number,
  total: number | undefined,
  words: ProgressTexts,
): string {
  const write = (value: number): string =>
    unit === 'bytes' ? bytes(value) : unit === 'seconds' ? String(Math.floor(value)) : number(value);
  const all = total === undefined ? write(done) : words.of(write(done), write(total));
  if (unit === 'bytes') return all;
  return unit === 'seconds' ? words.seconds(all) : `${all} ${words.units[unit]}`;
}

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 1 : 0 });
}

function bytes(value: number): string {
  for (const [unit, size] of [
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
  ] as const)
    if (value >= size) return `${(value / size).toFixed(1)} ${unit}`;
  return `${Math.round(value)} B`;
}

function time(seconds: number, words: ProgressTexts): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 100) return words.seconds(String(whole));
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${Math.floor(whole / 60) % 60}:${two(whole % 60)}`;
  return whole < 3600 ? clock : `${Math.floor(whole / 3600)}:${clock.padStart(5, '0')}`;
}

/** A line that is wider than the terminal would go on in the next one, and stay there. */
function fitting(line: string, columns: number): string {
  let text = line;
  while (terminalColumns(text) > columns) text = text.slice(0, -1);
  return text;
}

/** Says how long it is taking, while nothing else is known of it. */
export async function whileWorking<Answer>(
  progress: Progress,
  note: string,
  work: Promise<Answer>,
): Promise<Answer> {
  const began = performance.now();
  const timer = setInterval(() => {
    progress({ unit: 'seconds', done: (performance.now() - began) / 1000, note });
  }, 250);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    progress(undefined);
  }
}
