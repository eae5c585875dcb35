import { LineCounter, parseDocument } from 'yaml';
import { writtenObjects } from '../../../texts/written-objects.ts';
import { readGiven } from '../../given-file.ts';
import { UsageError } from '../client-run.ts';

type Written = Readonly<Record<string, unknown>>;

/** Kinds of objects that are made and edited one by one, as lists of files call them. */
export type WrittenKind = 'rules' | 'connectors' | 'actions';

/** Of a file in YAML or JSON, or of standard input for `-`. @throws UsageError */
export async function readWritten(
  file: string,
  kind: WrittenKind,
  language: 'en' | 'zh',
): Promise<readonly Written[]> {
  const texts = writtenObjects[language];
  let text: string;
  try {
    text = readGiven(file).toString();
  } catch (error) {
    throw new UsageError(texts.unreadable(file, String((error as NodeJS.ErrnoException).code)));
  }
  const found = objectsIn(parsedYaml(text, file, language), kind);
  if (!found || found.length === 0) throw new UsageError(texts.noObject(file, kind));
  return found;
}

/** @throws UsageError when there are several, too */
export async function oneWritten(file: string, kind: WrittenKind, language: 'en' | 'zh'): Promise<Written> {
  const [first, ...others] = await readWritten(file, kind, language);
  if (!first || others.length > 0)
    throw new UsageError(writtenObjects[language].several(file, others.length + 1));
  return first;
}

/** @param name of the text, for what is said about it @throws UsageError with the place of a mistake */
export function parsedYaml(text: string, name: string, language: 'en' | 'zh'): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [mistake] = document.errors;
  if (!mistake) return document.toJS() as unknown;
  const { line, col } = lines.linePos(mistake.pos[0]);
  const reason = mistake.message.replace(/ at line \d+, column \d+:\n/, '\n');
  throw new UsageError(writtenObjects[language].badYaml(`${name}:${line}:${col}`, reason.trimEnd()));
}

/** One object, a list of them, or a file of objects as `tocsin apply` reads it. */
function objectsIn(value: unknown, kind: WrittenKind): readonly Written[] | undefined {
  if (Array.isArray(value)) return value.every(isObject) ? value : undefined;
  if (!isObject(value)) return undefined;
  const names: readonly string[] = kind === 'connectors' ? ['connectors', 'channels'] : [kind];
  const lists = names.flatMap((name) => (Array.isArray(value[name]) ? [value[name] as unknown[]] : []));
  // The actions of a rule are a list, too.
  if (lists.length === 0 || 'sql' in value || 'type' in value) return [value];
  const all = lists.flat();
  return all.every(isObject) ? all : undefined;
}

function isObject(value: unknown): value is Written {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
