import { JqError } from '../jq-error.ts';
import { isArray, type JqValue, shown, toJson, toText, typeOf } from '../jq-values.ts';

const HTML: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  "'": '&apos;',
  '"': '&quot;',
};

const formats: Readonly<Record<string, (value: JqValue) => string>> = {
  '@text': toText,
  '@json': toJson,
  '@html': (value) => toText(value).replace(/[<>&'"]/g, (character) => HTML[character] ?? character),
  '@uri': (value) =>
    Array.from(Buffer.from(toText(value)), (byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9_.~-]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    }).join(''),
  '@csv': (value) => row(value, 'csv', ',', (text) => `"${text.replaceAll('"', '""')}"`),
  '@tsv': (value) =>
    row(value, 'tsv', '\t', (text) =>
      text.replace(/[\\\t\r\n]/g, (c) =>
        c === '\\' ? '\\\\' : c === '\t' ? '\\t' : c === '\r' ? '\\r' : '\\n',
      ),
    ),
  '@sh': (value) => (isArray(value) ? value : [value]).map(shellWord).join(' '),
  '@base64': (value) => Buffer.from(toText(value)).toString('base64'),
  '@base64d': (value) => {
    const text = toText(value);
    if (!/^[A-Za-z0-9+/]*=*\s*$/.test(text)) throw new JqError(`${shown(value)} is not valid base64 data`);
    return Buffer.from(text, 'base64').toString();
  },
};

/** @throws JqError */
export function formatText(name: string, value: JqValue): string {
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (!format) throw new JqError(`${name.slice(1)} is not a valid format`);
  return format(value);
}

export function isFormat(name: string): boolean {
  return Object.hasOwn(formats, name);
}

function row(value: JqValue, name: string, separator: string, quote: (text: string) => string): string {
  if (!isArray(value)) throw new JqError(`${shown(value)} cannot be ${name}-formatted, only an array can be`);
  return value
    .map((item) => {
      if (item === null) return '';
      if (typeof item === 'string') return quote(item);
      if (typeof item === 'object') throw new JqError(`${shown(item)} is not valid in a ${name} row`);
      return toJson(item);
    })
    .join(separator);
}

function shellWord(value: JqValue): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "'\\''")}'`;
  if (typeof value === 'object' && value !== null) {
    throw new JqError(`${typeOf(value)} (${toJson(value).slice(0, 11)}) can not be escaped for shell`);
  }
  return toJson(value);
}
