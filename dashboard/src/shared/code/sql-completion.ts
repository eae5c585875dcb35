import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippetCompletion,
} from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import { noteOf } from './completion-note.ts';
import { membersOf, shownValue } from './example-value.ts';
import { KEYWORDS } from './sql-dialect.ts';
import { type SqlPlace, sqlPlaceAt } from './sql-place.ts';
import type { SqlColumn, SqlFunction, SqlSource, SqlWords } from './sql-words.ts';

export interface CompletionTexts {
  readonly groups: { events: string; columns: string; functions: string; snippets: string };
}

/** Completes what the place of the cursor can take, and nothing else. */
export function sqlCompletion(wordsNow: () => SqlWords, { groups }: CompletionTexts) {
  const events = { name: groups.events, rank: 1 };
  const columns = { name: groups.columns, rank: 2 };
  const functions = { name: groups.functions, rank: 3 };
  const snippets = { name: groups.snippets, rank: 0 };

  return (context: CompletionContext): CompletionResult | null => {
    const words = wordsNow();
    const text = context.state.doc.toString();
    const place = sqlPlaceAt(text, context.pos);
    if (place.isComment) return null;
    if (place.clause === 'from') return sourceResult(place, context);
    if (place.quoted) return valueResult(place, text, context);
    if (place.word.text === '' && !context.explicit && !isAfterComma(text, context.pos)) return null;
    const members = memberResult(place);
    if (members) return members;
    if (place.word.text.includes('.')) return null;
    return {
      from: place.word.from,
      validFor: /^[\w$@~]*$/,
      options: [
        ...(text.trim() === place.word.text || place.clause === 'start'
          ? words.snippets.map(({ label, detail, template }) =>
              snippetCompletion(template, { label, detail, section: snippets, boost: 5 }),
            )
          : []),
        ...(place.clause === 'start'
          ? []
          : [
              ...words
                .columnsOf(place.topics)
                .map((column) => ({ ...columnOption(column), section: columns, boost: 3 })),
              ...words.functions.map((one) => ({ ...functionOption(one), section: functions })),
            ]),
        ...KEYWORDS.map((keyword) => ({ label: keyword, boost: -2, type: 'keyword' })),
      ],
    };
  };

  function sourceResult(
    place: SqlPlace,
    { pos, state, explicit }: CompletionContext,
  ): CompletionResult | null {
    const { quoted, word } = place;
    if (!quoted && word.text === '' && !explicit && !/\bFROM\s+$|,\s*$/i.test(state.sliceDoc(0, pos)))
      return null;
    const from = quoted?.from ?? word.from;
    const options = wordsNow().sources.map((source) => ({
      ...sourceOption(source, quoted?.quote),
      section: events,
    }));
    const keywords = quoted ? [] : [{ label: 'WHERE', boost: -2, type: 'keyword' }];
    return { from, validFor: quoted ? /^[^"']*$/ : /^[\w$]*$/, options: [...options, ...keywords] };
  }

  /** In `reason != '…'`: what the column was at last. */
  function valueResult({ quoted, topics, word }: SqlPlace, text: string, context: CompletionContext) {
    if (quoted?.quote !== "'" || !context.explicit) return null;
    const name = /([\w$@~]+)\s*(?:=|!=|<>|=~)\s*'$/.exec(text.slice(0, quoted.from))?.[1];
    const column = wordsNow()
      .columnsOf(topics)
      .find((one) => one.name === name);
    if (typeof column?.value !== 'string' || word.text !== '') return null;
    return { from: quoted.from, options: [{ label: column.value, detail: column.description }] };
  }

  /** After a point: the members of what the column was at last. */
  function memberResult({ word, topics }: SqlPlace): CompletionResult | null {
    const point = word.text.lastIndexOf('.');
    if (point === -1) return null;
    const [name = '', ...path] = word.text.slice(0, point).split('.');
    const column = wordsNow()
      .columnsOf(topics)
      .find((one) => one.name === name);
    const members = column && membersOf(column.value, path);
    if (!members) return null;
    return {
      from: word.from + point + 1,
      validFor: /^[\w$@~]*$/,
      options: members.map(([member, value]) => ({
        label: member,
        detail: shownValue(value),
        apply: /^[A-Za-z][\w$@~]*$/.test(member) ? member : `'${member.replaceAll("'", "''")}'`,
      })),
    };
  }
}

function isAfterComma(text: string, position: number): boolean {
  return /(?:,|\bSELECT)\s+$/i.test(text.slice(0, position));
}

function sourceOption({ topic, title, description }: SqlSource, quote: string | undefined): Completion {
  return {
    label: topic,
    detail: title,
    info: noteOf([{ text: description }]),
    apply(view: EditorView, _completion, from, to) {
      const next = view.state.sliceDoc(to, to + 1);
      const insert = quote ? (next === quote ? topic : topic + quote) : `"${topic}"`;
      const end = from + insert.length + (quote && next === quote ? 1 : 0);
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: end },
        userEvent: 'input.complete',
      });
    },
  };
}

function columnOption({ name, type, description, value }: SqlColumn): Completion {
  const shown = value === undefined ? '' : shownValue(value);
  return {
    label: name,
    detail: shown === '' ? type : `${type} · ${shown}`,
    info: noteOf([{ text: description }, { code: shown }]),
  };
}

function functionOption(one: SqlFunction): Completion {
  return {
    label: one.name,
    detail: one.returns,
    info: noteOf([
      ...one.signatures.slice(0, 3).map((code) => ({ code })),
      { text: one.description },
      ...one.examples.slice(0, 2).map(({ expression, result }) => ({ dimmed: `${expression} → ${result}` })),
    ]),
    apply(view: EditorView, _completion, from, to) {
      const hasParenthesis = view.state.sliceDoc(to, to + 1) === '(';
      const takesNone = one.signatures.every((signature) => signature.endsWith('()'));
      const insert = hasParenthesis ? one.name : `${one.name}()`;
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + insert.length - (takesNone || hasParenthesis ? 0 : 1) },
        userEvent: 'input.complete',
      });
    },
  };
}
