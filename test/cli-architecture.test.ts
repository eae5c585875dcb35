import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import { importsOf, type SourceFile, sources } from './support/source-files.ts';

/** The command line as a client: what a broker has and does it asks by the REST API, as everybody else. */
const CLIENT = ['src/cli/client/', 'src/cli/contexts/', 'src/cli/output/'];

/** Where everything may be imported from: other parts of the command line, words, and small things without a domain. */
const OPEN = /^src\/(?:cli|texts|lib)\//;

/** Files of the command line that run or open a broker: a client reaches none of them. */
const SERVER_SIDE =
  /^src\/cli\/(?:start|stopped-broker|reset-password|rotate-secrets|bootstrap-keys)[\w-]*\.ts$/;

/** Functions of values, by which the client says things in the words of the server. They hold no state of a broker. */
const WORDS_OF_THE_SERVER: Readonly<Record<string, string>> = {
  'src/api/backup/item-fault.ts': 'what is wrong with an object, of the text of an answer',
  'src/api/audit/audit-masking.ts': 'an object without its secrets',
  'src/api/audit/object-changes.ts': 'what differs between two objects',
  'src/object-files/json-schemas.ts': 'schemas of files, which are printed for editors',
  'src/trace/door.ts': 'a line of a trace as a text',
};

function complaints(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => CLIENT.some((room) => path.startsWith(room)) && !path.endsWith('.test.ts'))
    .flatMap(({ path, text }) =>
      importsOf(text)
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier, typeOnly }) => ({
          target: posix.join(posix.dirname(path), specifier),
          typeOnly,
        }))
        .filter(({ target, typeOnly }) => {
          if (SERVER_SIDE.test(target)) return true;
          if (OPEN.test(target) || Object.hasOwn(WORDS_OF_THE_SERVER, target)) return false;
          return !(typeOnly && target.startsWith('src/api/'));
        })
        .map(({ target }) => `${path} imports ${target}`),
    );
}

test('the command line as a client knows the server by its REST API alone', () => {
  const files = sources();
  assert.ok(files.filter(({ path }) => path.startsWith('src/cli/client/')).length > 30);
  assert.deepEqual(complaints(files), []);
});

test('every exception is one that is made', () => {
  const imported = new Set(
    sources()
      .filter(({ path }) => path.startsWith('src/cli/client/'))
      .flatMap(({ path, text }) =>
        importsOf(text).map(({ specifier }) => posix.join(posix.dirname(path), specifier)),
      ),
  );
  assert.deepEqual(
    Object.keys(WORDS_OF_THE_SERVER).filter((path) => !imported.has(path)),
    [],
  );
});

test('a client that opens the database, reaches into the broker or starts one is found', () => {
  const path = 'src/cli/client/alert-commands.ts';
  const found = (text: string): string[] => complaints([{ path, text }]);
  for (const [text, target] of [
    ["import { Store } from '../../store/store.ts';", 'src/store/store.ts'],
    ["const { startApp } = await import('../../app.ts');", 'src/app.ts'],
    ["import { alertLog } from '../../alerts/door.ts';", 'src/alerts/door.ts'],
    ["import { withDatabase } from '../stopped-broker.ts';", 'src/cli/stopped-broker.ts'],
    ["import { listAlerts } from '../../api/routes/alerts.ts';", 'src/api/routes/alerts.ts'],
    ["import type { Session } from '../../broker/sessions/session.ts';", 'src/broker/sessions/session.ts'],
  ] as const)
    assert.deepEqual(found(text), [`${path} imports ${target}`]);
  assert.deepEqual(found("import type { Alert } from '../../api/contract.ts';"), []);
});
