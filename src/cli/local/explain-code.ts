import { errorCodes } from '../../api/error-codes.ts';
import { suggest } from '../../lib/suggest.ts';
import { localCommands } from '../../texts/local-commands.ts';
import { firstCheck, knownReason, reasonNames } from '../../texts/reason-words.ts';
import { explainVendorError, vendorErrors } from '../../texts/vendor-errors/explain.ts';
import type { PrintingRun } from '../client/client-run.ts';

interface Meaning {
  readonly code: string;
  readonly sentence: string;
  readonly fix: string | undefined;
}

type Language = 'en' | 'zh';

/** `tocsin explain CODE`. One code may mean several things; what the answer said tells them apart. Exit code 1 when nobody knows it. */
export function explainCode(run: PrintingRun, code: string, said: readonly string[]): number {
  const { language, print, error } = run;
  const texts = localCommands[language];
  const meanings = meaningsOf(code, said.join(' '), language);
  if (meanings.length === 0) {
    error(texts.unknownCode(code, suggest(code, allCodes())));
    return 1;
  }
  if (print.isForPeople) {
    const { colours } = print;
    // Sentences stand below each other: in columns they would be too narrow to read.
    const parts = meanings.map(({ code: name, sentence, fix }) =>
      [colours.bold(name), `  ${sentence}`, ...(fix === undefined ? [] : [`  → ${fix}`])].join('\n'),
    );
    run.out(`${parts.join('\n\n')}\n`);
    return 0;
  }
  return print.list({
    answer: meanings,
    rows: meanings,
    name: (one) => one.code,
    nothing: '',
    columns: [
      { title: 'CODE', value: (one) => one.code },
      { title: texts.what.toUpperCase(), value: (one) => one.sentence },
      { title: texts.toDo.toUpperCase(), value: (one) => one.fix },
    ],
  });
}

/** Without a colon it is looked for in all tables. */
function meaningsOf(code: string, said: string, language: Language): readonly Meaning[] {
  const colon = code.indexOf(':');
  const kind = colon < 0 ? undefined : code.slice(0, colon).toLowerCase();
  const name = code.slice(colon + 1);
  const found: Meaning[] = [];
  if (kind === undefined || kind === 'reason') {
    const reason = name.toLowerCase();
    const sentence = knownReason(reason, language);
    if (sentence !== undefined)
      found.push({ code: `reason:${reason}`, sentence, fix: firstCheck(reason, language) });
  }
  if (kind === undefined || kind === 'api') {
    const known: Readonly<Record<string, string>> = errorCodes;
    const upper = name.toUpperCase();
    const sentence = Object.hasOwn(known, upper) ? known[upper] : undefined;
    if (sentence !== undefined) found.push({ code: `api:${upper}`, sentence, fix: undefined });
  }
  for (const [vendor, rows] of Object.entries(vendorErrors)) {
    if (kind !== undefined && kind !== vendor) continue;
    const exact = said === '' ? undefined : explainVendorError(vendor, name, said);
    const fitting = exact ? [exact] : rows.filter(({ codes }) => codes?.includes(name));
    for (const row of fitting) found.push({ code: `${vendor}:${name}`, ...row[language] });
  }
  return found;
}

function allCodes(): string[] {
  return [
    ...reasonNames.map((reason) => `reason:${reason}`),
    ...Object.keys(errorCodes).map((code) => `api:${code}`),
    ...Object.entries(vendorErrors).flatMap(([vendor, rows]) =>
      rows.flatMap(({ codes = [] }) => codes.map((code) => `${vendor}:${code}`)),
    ),
  ];
}
