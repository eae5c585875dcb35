import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../', import.meta.url);
const page = readFileSync(new URL('docs/mqtt.md', root), 'utf8');
const [, five = '', three = ''] = page.split(/^## Statements of /m);

/** `| [MQTT-3.1.0-1] | words | tests, or why there is none |` */
const ROW = /^\| \[MQTT-([\d.]+-\d+)\] \| ([^|]+) \| ([^|]+) \|$/gm;

interface Row {
  readonly statement: string;
  readonly tests: readonly { file: string; name: string }[];
}

function rowsOf(text: string): Row[] {
  return [...text.matchAll(ROW)].map(([, statement = '', , last = '']) => ({
    statement,
    tests: last.split('<br>').flatMap((cell) => {
      const [, file, name] = /^`([\w./-]+)` (.+)$/.exec(cell.trim()) ?? [];
      if (file === undefined || name === undefined) return [];
      return [{ file: file.includes('/') ? file : `test/conformance/${file}.test.ts`, name }];
    }),
  }));
}

/** How many statements each section of a standard has, numbered from 1 unless the first number is given. */
const sectionsOfFive = `1.5.4:3 1.5.5:1 1.5.7:1 2.1.3:1 2.2.1:2-6 2.2.2:1 3.1.0:2 3.1.2:30 3.1.3:12 3.1.4:6 3.2.0:2
  3.2.2:22 3.3.1:13 3.3.2:20 3.3.4:10 3.4.2:3 3.5.2:3 3.6.1:1 3.6.2:3 3.7.2:3 3.8.1:1 3.8.3:5 3.8.4:8 3.9.2:2 3.9.3:2
  3.10.1:1 3.10.3:2 3.10.4:6 3.11.2:2 3.11.3:2 3.12.4:1 3.14.0:1 3.14.1:1 3.14.2:4 3.14.4:3 3.15.1:1 3.15.2:3 4.1.0:2
  4.2:1 4.3.1:1 4.3.2:5 4.3.3:13 4.4.0:2 4.5.0:2 4.6.0:6 4.7.0:1 4.7.1:2 4.7.2:1 4.7.3:4 4.8.2:6 4.9.0:3 4.12.0:7
  4.13.1:1 4.13.2:1 6.0.0:4`;
const sectionsOfThree = `1.5.3:3 2.2.2:2 2.3.1:7 3.1.0:2 3.1.2:24 3.1.3:11 3.1.4:5 3.2.0:1 3.2.2:6 3.3.1:12 3.3.2:3 3.3.4:1
  3.3.5:2 3.6.1:1 3.8.1:1 3.8.3:4 3.8.4:6 3.9.3:2 3.10.1:1 3.10.3:2 3.10.4:6 3.12.4:1 3.14.1:1 3.14.4:3 4.1.0:2 4.2.0:1
  4.3.1:1 4.3.2:2 4.3.3:2 4.4.0:1 4.5.0:2 4.6.0:6 4.7.1:3 4.7.2:1 4.7.3:4 4.8.0:2 6.0.0:4 7.0.0:2 7.1.1:1 7.1.2:1`;

function statementsOf(sections: string): string[] {
  return sections.split(/\s+/).flatMap((entry) => {
    const [section = '', range = ''] = entry.split(':');
    const [first, last] = range.includes('-') ? range.split('-').map(Number) : [1, Number(range)];
    return Array.from({ length: (last ?? 0) - (first ?? 0) + 1 }, (_, i) => `${section}-${(first ?? 0) + i}`);
  });
}

for (const [version, text, sections] of [
  ['5.0', five, sectionsOfFive],
  ['3.1.1', three, sectionsOfThree],
] as const) {
  test(`docs/mqtt.md lists every statement of MQTT ${version} once`, () => {
    const listed = rowsOf(text).map(({ statement }) => statement);
    const wanted = statementsOf(sections);
    assert.deepEqual(
      {
        missing: wanted.filter((statement) => !listed.includes(statement)),
        unknown: listed.filter((statement) => !wanted.includes(statement)),
        doubled: listed.filter((statement, index) => listed.indexOf(statement) < index),
      },
      { missing: [], unknown: [], doubled: [] },
    );
  });
}

test('every test that docs/mqtt.md names exists', () => {
  const named = [...rowsOf(five), ...rowsOf(three)].flatMap(({ tests }) => tests);
  assert.ok(named.length > 300);
  const missing = named.filter(({ file, name }) => !existsSync(new URL(file, root)) || !hasTest(file, name));
  assert.deepEqual(missing, []);
});

const texts = new Map<string, string>();

function hasTest(file: string, name: string): boolean {
  const text = texts.get(file) ?? readFileSync(new URL(file, root), 'utf8');
  texts.set(file, text);
  return text.includes(`test('${name.replaceAll("'", "\\'")}'`) || text.includes(`test("${name}"`);
}
