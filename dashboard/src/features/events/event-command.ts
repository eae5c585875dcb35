import type { EventWishes } from './event-query.ts';

/** The command that lists the same. */
export function commandFor({ event, clientid, username, column, text }: EventWishes): string {
  const options: readonly [name: string, value: string | undefined][] = [
    ['--event', event.length > 0 ? event.join(',') : undefined],
    ['--client', clientid.length > 0 ? clientid.join(',') : undefined],
    ['--user', username],
    ...column.map((one): [string, string] => ['--column', one]),
    ['--text', text],
  ];
  return [
    'tocsin events ls',
    ...options.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${quoted(value)}`])),
  ].join(' ');
}

function quoted(text: string): string {
  return /^[\w.,:/@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
