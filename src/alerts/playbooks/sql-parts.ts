/** A text of the rule language. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A topic filter in FROM. */
export function sqlTopic(filter: string): string {
  return `"${filter.replaceAll('"', '""')}"`;
}

/** WHERE of all conditions that there are, on a line of its own; nothing when there are none. */
export function where(...conditions: readonly (string | undefined)[]): string {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length === 0 ? '' : `\nWHERE ${given.join('\n  AND ')}`;
}

/** Undefined when every client is meant. */
export function beginsWith(column: string, prefix: string): string | undefined {
  if (prefix === '') return undefined;
  // The language counts what people see as one character.
  const length = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(prefix)].length;
  return `substr(${column}, 0, ${length}) = ${sqlText(prefix)}`;
}

export function noneOf(column: string, texts: readonly string[]): string | undefined {
  if (texts.length === 0) return undefined;
  if (texts.length === 1) return `${column} != ${sqlText(texts[0] ?? '')}`;
  return `${column} NOT IN (${texts.map(sqlText).join(', ')})`;
}

interface Whom {
  readonly prefix: string;
  readonly clientids: readonly string[];
  readonly username: string;
  /** `name=value` */
  readonly attribute: string;
}

/** The conditions on who it is, as far as there are any. */
export function isAmong({ prefix, clientids, username, attribute }: Whom): (string | undefined)[] {
  const [one] = clientids;
  const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(attribute) ?? [];
  return [
    beginsWith('clientid', prefix),
    one === undefined
      ? undefined
      : clientids.length === 1
        ? `clientid = ${sqlText(one)}`
        : `clientid IN (${clientids.map(sqlText).join(', ')})`,
    username === '' ? undefined : `username = ${sqlText(username)}`,
    name === '' ? undefined : `client_attrs.${name} = ${sqlText(value)}`,
  ];
}

/** A text that is no template. */
export function plain(text: string): string {
  return text.replaceAll('$', `\${$}`);
}
