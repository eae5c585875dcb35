import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import type { SettingsTexts } from '../../texts/settings-commands.ts';
import { UsageError } from './client-run.ts';

const HISTORY_BEGINS = /^(?:--- )?\{"tocsin_history":/;
const MARK = '--- ';

/** Alerts that are sent in one call, and the characters after which fewer are. */
const PART = { alerts: 500, characters: 4 * 1024 * 1024 };

/** A part of a history, as the API takes it. */
export interface HistoryPart {
  readonly tocsin_history: unknown;
  readonly alerts: readonly unknown[];
  /** How much of the file is read by then: 0 to 1. */
  readonly share: number;
}

/** A file that `tocsin export` wrote. A history is read in parts each time that it is asked for, and never held. */
export interface BackupFile {
  /** Everything that is configured. */
  readonly document: string;
  /** Undefined: the file has none. @throws UsageError for one that is broken or cut off */
  readonly history: (() => AsyncGenerator<HistoryPart>) | undefined;
  /** To be called when it is not needed any more. */
  close(): void;
}

/** @param file `-` for standard input @throws UsageError */
export async function openBackupFile(file: string, texts: SettingsTexts): Promise<BackupFile> {
  try {
    if (file !== '-') return await opened(file, texts, () => undefined);
    // It is read several times: first for the plan, then to do it.
    const directory = mkdtempSync(join(tmpdir(), 'tocsin-import-'));
    const close = (): void => rmSync(directory, { recursive: true, force: true });
    try {
      const kept = join(directory, 'backup');
      await pipeline(process.stdin, createWriteStream(kept, { mode: 0o600 }));
      return await opened(kept, texts, close);
    } catch (error) {
      close();
      throw error;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof UsageError || code === undefined) throw error;
    throw new UsageError(texts.unreadable(file, code));
  }
}

async function opened(file: string, texts: SettingsTexts, close: () => void): Promise<BackupFile> {
  const document: string[] = [];
  let hasHistory = false;
  for await (const line of linesOf(file).lines) {
    hasHistory = HISTORY_BEGINS.test(line);
    if (hasHistory) break;
    document.push(line);
  }
  return {
    document: `${document.join('\n')}\n`,
    history: hasHistory ? () => partsOf(file, texts) : undefined,
    close,
  };
}

function linesOf(file: string): { readonly lines: AsyncIterable<string>; readonly bytes: () => number } {
  const stream = createReadStream(file);
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  // The stream is closed with the reading of its lines.
  async function* read(): AsyncGenerator<string> {
    try {
      yield* lines;
    } finally {
      lines.close();
      stream.destroy();
    }
  }
  return { lines: read(), bytes: () => stream.bytesRead };
}

async function* partsOf(file: string, texts: SettingsTexts): AsyncGenerator<HistoryPart> {
  const { size } = statSync(file);
  const { lines, bytes } = linesOf(file);
  let version: unknown;
  let alerts: unknown[] = [];
  let characters = 0;
  let count = 0;
  let end: unknown;
  let number = 0;
  const part = (): HistoryPart => ({ tocsin_history: version, alerts, share: bytes() / size });
  for await (const text of lines) {
    number++;
    const begins = version === undefined && HISTORY_BEGINS.test(text);
    if ((version === undefined && !begins) || text.trim() === '') continue;
    const line = lineValue(text, number, texts);
    if (begins) {
      version = line.tocsin_history;
    } else if ('tocsin_history_end' in line) {
      end = line.tocsin_history_end;
      break;
    } else {
      alerts.push(line);
      count++;
      characters += text.length;
    }
    if (alerts.length < PART.alerts && characters < PART.characters) continue;
    yield part();
    alerts = [];
    characters = 0;
  }
  if (end !== count) throw new UsageError(texts.historyCut(count));
  if (alerts.length > 0) yield part();
}

function lineValue(text: string, line: number, texts: SettingsTexts): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text.startsWith(MARK) ? text.slice(MARK.length) : text);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // What it is stands below.
  }
  throw new UsageError(texts.historyBroken(line));
}
