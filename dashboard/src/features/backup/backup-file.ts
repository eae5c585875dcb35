const HISTORY_BEGINS = /^(?:--- )?\{"tocsin_history":/;
const MARK = '--- ';

/** Alerts that are sent in one call, and the characters after which fewer are. */
const PART = { alerts: 500, characters: 4 * 1024 * 1024 };

/** A part of a history, as the API takes it. */
export interface HistoryPart {
  readonly tocsin_history: unknown;
  readonly alerts: readonly unknown[];
}

/** A backup whose history is not whole; the page has the words. */
export class HistoryFault extends Error {
  override readonly name = 'HistoryFault';
}

/** A file that was chosen. Its history is read in parts each time that it is asked for: it may be larger than the memory. */
export interface BackupFile {
  /** Everything that is configured. */
  readonly document: string;
  /** Undefined: it has none. @param onShare told how much is read: 0 to 1 @throws HistoryFault */
  readonly history: ((onShare: (share: number) => void) => AsyncGenerator<HistoryPart>) | undefined;
}

export async function openBackupFile(file: File): Promise<BackupFile> {
  const document: string[] = [];
  for await (const { line } of linesOf(file)) {
    if (HISTORY_BEGINS.test(line))
      return { document: joined(document), history: (onShare) => partsOf(file, onShare) };
    document.push(line);
  }
  return { document: joined(document), history: undefined };
}

const joined = (lines: readonly string[]): string => (lines.length === 0 ? '' : `${lines.join('\n')}\n`);

async function* partsOf(file: File, onShare: (share: number) => void): AsyncGenerator<HistoryPart> {
  let version: unknown;
  let alerts: unknown[] = [];
  let characters = 0;
  let count = 0;
  let end: unknown;
  for await (const { line, share } of linesOf(file)) {
    const begins = version === undefined && HISTORY_BEGINS.test(line);
    if ((version === undefined && !begins) || line.trim() === '') continue;
    const value = lineValue(line);
    if (begins) version = value.tocsin_history;
    else if ('tocsin_history_end' in value) {
      end = value.tocsin_history_end;
      break;
    } else {
      alerts.push(value);
      count++;
      characters += line.length;
    }
    if (alerts.length < PART.alerts && characters < PART.characters) continue;
    onShare(share);
    yield { tocsin_history: version, alerts };
    alerts = [];
    characters = 0;
  }
  if (end !== count) throw new HistoryFault('the history ends early');
  if (alerts.length > 0) yield { tocsin_history: version, alerts };
}

function lineValue(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line.startsWith(MARK) ? line.slice(MARK.length) : line);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Half a line, most likely.
  }
  throw new HistoryFault('a line of the history is no alert');
}

async function* linesOf(file: File): AsyncGenerator<{ readonly line: string; readonly share: number }> {
  const reader = file.stream().getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      bytes += value?.length ?? 0;
      rest += decoder.decode(value, { stream: !done });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield { line: line.replace(/\r$/, ''), share: bytes / file.size };
      if (!done) continue;
      if (rest !== '') yield { line: rest, share: 1 };
      return;
    }
  } finally {
    await reader.cancel();
  }
}
