import type { Payload } from '../../connectors/payload.ts';
import { solePlaceholder } from '../../lib/placeholder.ts';
import { compileBody, type TemplateRow, wholeRow } from './template.ts';

/**
 * What a message carries. A template that is one placeholder hands bytes on as they are; one that is written as JSON
 * escapes its values; without one it is the whole row.
 */
export function compilePayload(text: string | undefined): (row: TemplateRow) => Payload {
  if (text === undefined || text === '') return (row) => wholeRow.render(row);
  // A list may be JSON without anybody saying so; a number or a word is taken for text.
  const template = compileBody(text, /^\s*\[/.test(text) ? 'application/json' : '');
  const path = placeholderOf(text);
  if (!path) return (row) => template.render(row);
  return (row) => {
    const value = row.value(path);
    return Buffer.isBuffer(value) ? { base64: value.toString('base64') } : template.render(row);
  };
}

/** The path of a text that is one placeholder, as it is, and nothing else; `[]` is the whole row. */
export function placeholderOf(text: string): readonly string[] | undefined {
  const sole = solePlaceholder(text);
  return sole && !sole.fallback && sole.filters.length === 0 ? sole.path : undefined;
}

/** Rows show a missing value as this word. Where nothing is better than the word, it is nothing. */
export function isMissing(text: string): boolean {
  return text === 'undefined';
}
