import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { test } from 'node:test';
import { importsOf } from './support/source-files.ts';

const ROOT = join(import.meta.dirname, '..');
const HOME = 'dashboard/src';
const LONGEST_FILE = 400;

/** From what is used to what uses it. Pages compose, features fetch. */
const FLOORS = ['shared', 'features', 'pages', 'app'] as const;

/** Features that build on others, below which nothing may build on them in turn. */
const FEATURES: Readonly<Record<string, readonly string[]>> = {
  'rule-editor': ['rules', 'backtests', 'connectors'],
  silences: ['alerts'],
  clients: ['connect-device'],
  subscriptions: ['clients'],
  backup: ['audit'],
  'emqx-import': ['backup'],
  wizard: ['backtests'],
  channels: ['connectors'],
  monitors: ['channels'],
  overview: ['channels', 'events', 'figures'],
};

const paths = globSync(`${HOME}/**/*.{ts,tsx}`, { cwd: ROOT }).map((path) => path.replaceAll('\\', '/'));
const files = paths.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

test('in the dashboard what is shared knows no feature, features know no page, and pages do not know each other', () => {
  assert.ok(files.length > 30, 'the sources were found');
  const complaints = files.flatMap(({ path, text }) =>
    importsOf(text)
      .filter(({ specifier }) => specifier.startsWith('.'))
      .flatMap(({ specifier, typeOnly }) => {
        const target = posix.join(posix.dirname(path), specifier);
        const complaint = complaintAbout(path, target, typeOnly);
        return complaint === undefined ? [] : [`${path} imports ${specifier}: ${complaint}`];
      }),
  );
  assert.deepEqual(complaints, []);
});

test('of the server the dashboard takes the types of the contract, and texts', () => {
  assert.equal(complaintAbout(`${HOME}/shared/a.ts`, 'src/api/contract.ts', true), undefined);
  assert.equal(complaintAbout(`${HOME}/shared/a.ts`, 'src/texts/alert-texts.ts', false), undefined);
  assert.match(complaintAbout(`${HOME}/shared/a.ts`, 'src/api/contract.ts', false) ?? '', /only types/);
  assert.match(complaintAbout(`${HOME}/shared/a.ts`, 'src/lib/clock.ts', true) ?? '', /only/);
  assert.match(complaintAbout(`${HOME}/shared/a.ts`, `${HOME}/features/b/c.ts`, true) ?? '', /not above/);
  assert.match(complaintAbout(`${HOME}/features/a/a.ts`, `${HOME}/features/b/b.ts`, false) ?? '', /table/);
});

test('the files of the dashboard are no longer than 400 lines', () => {
  const long = files.filter(({ text }) => text.split('\n').length - 1 > LONGEST_FILE).map(({ path }) => path);
  assert.deepEqual(long, []);
});

function complaintAbout(path: string, target: string, typeOnly: boolean): string | undefined {
  if (!target.startsWith(`${HOME}/`)) {
    if (target.startsWith('src/texts/')) return undefined;
    // Not the file itself: only where it can be fetched.
    if (target === 'deploy/grafana-dashboard.json?url') return undefined;
    if (target === 'src/api/contract.ts') {
      return typeOnly ? undefined : 'only types may be taken from there, for it runs on the server';
    }
    return 'of the server only src/api/contract.ts and src/texts may be used';
  }
  const [from, fromRoom = ''] = path.slice(HOME.length + 1).split('/');
  const [to, toRoom = ''] = target.slice(HOME.length + 1).split('/');
  const [here, there] = [from, to].map((floor) => FLOORS.indexOf(floor as (typeof FLOORS)[number]));
  if (here === -1 || here === undefined || there === undefined) return undefined;
  if (there > here) return `imports go from ${from} down, not above to ${to}`;
  if (
    from === 'features' &&
    to === 'features' &&
    fromRoom !== toRoom &&
    !FEATURES[fromRoom]?.includes(toRoom)
  ) {
    return `the feature ${fromRoom} may not use ${toRoom}, by the table in this test`;
  }
  return undefined;
}
