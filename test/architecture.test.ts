import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import { type Import, importsOf, type SourceFile, sources } from './support/source-files.ts';

interface Room {
  readonly floor: number;
  /** The folders below that it may import from, besides `lib` and `texts`. */
  readonly imports: readonly string[];
  /** Those of them that it enters by their `door.ts` only. */
  readonly byDoor?: readonly string[];
  /** Those of them that it takes types from, and nothing that runs. */
  readonly typesOnly?: readonly string[];
}

/** The floors: an event travels from the lowest number to the highest. */
const rooms: Readonly<Record<string, Room>> = {
  lib: { floor: 0, imports: [] },
  mqtt: { floor: 0, imports: [] },
  sql: { floor: 0, imports: [] },
  store: { floor: 0, imports: [] },
  texts: { floor: 0, imports: [] },
  broker: { floor: 1, imports: ['mqtt', 'store'] },
  connectors: { floor: 1, imports: ['mqtt'] },
  schemas: { floor: 1, imports: ['sql', 'store'] },
  simulation: { floor: 2, imports: ['broker', 'mqtt'], byDoor: ['broker'] },
  journal: { floor: 2, imports: ['broker', 'store'], typesOnly: ['broker'] },
  trace: { floor: 2, imports: ['broker', 'mqtt', 'store'], byDoor: ['broker'] },
  figures: { floor: 2, imports: ['store'] },
  delivery: { floor: 2, imports: ['connectors', 'store'] },
  alerts: { floor: 3, imports: ['delivery', 'store'] },
  rules: {
    floor: 4,
    imports: ['alerts', 'delivery', 'journal', 'broker', 'sql', 'store'],
    byDoor: ['broker', 'alerts'],
  },
  api: {
    floor: 5,
    imports: [
      'rules',
      'alerts',
      'delivery',
      'journal',
      'figures',
      'simulation',
      'trace',
      'schemas',
      'broker',
      'connectors',
    ],
    byDoor: [
      'rules',
      'alerts',
      'delivery',
      'journal',
      'figures',
      'simulation',
      'trace',
      'schemas',
      'broker',
      'connectors',
    ],
  },
};

/** Floor 6, which may import everything: these folders, and the files that lie directly in `src/`. */
const TOP: readonly string[] = ['cli', 'config', 'object-files', 'embedding'];

/** The folders that every room may use. `lib` and `texts` themselves use nothing. */
const OPEN = ['lib', 'texts'];

const FORBIDDEN_NAMES = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'types', 'index', 'misc']);
const LONGEST_FILE = 400;

/** The sentences about every import that breaks the order of the floors. */
function checkImports(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    importsOf(file.text).flatMap((imported) => {
      const complaint = checkImport(file.path, imported);
      return complaint === undefined ? [] : [`${file.path} imports ${imported.specifier}: ${complaint}`];
    }),
  );
}

function checkImport(path: string, { specifier, typeOnly }: Import): string | undefined {
  const isTest = path.endsWith('.test.ts');
  const home = roomOf(path);
  if (!specifier.startsWith('.')) {
    return home === 'texts' && !isTest
      ? 'texts imports nothing, so that the dashboard can use it'
      : undefined;
  }
  const target = posix.join(posix.dirname(path), specifier);
  // Some settings are those of the whole process, which the tests beside the code share.
  if (isTest && target === 'test/support/running-app.ts')
    return 'what starts a whole Tocsin lies in test/stories';
  if (isTest && target.startsWith('test/support/')) return undefined;
  if (!target.startsWith('src/')) return 'sources import only what is published, which is what lies in src';
  const room = rooms[home];
  if (room === undefined)
    return TOP.includes(home) ? undefined : `the folder ${home} has no place in the table of floors`;

  const there = roomOf(target);
  if (there === home) return undefined;
  if (OPEN.includes(there) && !OPEN.includes(home)) return undefined;
  const rule = `${home} (floor ${room.floor})`;
  if (!room.imports.includes(there)) {
    const allowed = OPEN.includes(home) ? [] : [...room.imports, ...OPEN];
    return `${rule} may import only ${allowed.join(', ') || 'its own files'}`;
  }
  if (room.byDoor?.includes(there) && target !== `src/${there}/door.ts`) {
    return `${rule} enters ${there} only by src/${there}/door.ts`;
  }
  if (room.typesOnly?.includes(there) && !typeOnly) return `${rule} takes only types from ${there}`;
  return undefined;
}

function roomOf(path: string): string {
  const [, folder = '', ...rest] = path.split('/');
  return rest.length === 0 ? 'cli' : folder;
}

/** The sentences about every file whose name or length does not fit. */
function checkFiles(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const name = posix.basename(path).replace(/(\.test)?\.ts$/, '');
    const lines = text.split('\n').length - 1;
    const complaints: string[] = [];
    if (FORBIDDEN_NAMES.has(name))
      complaints.push(`${path}: the name ${name} does not say what the file holds`);
    if (!path.split('/').every((part) => /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?(\.ts)?$/.test(part))) {
      complaints.push(`${path}: file and folder names are kebab-case`);
    }
    if (lines > LONGEST_FILE) {
      complaints.push(`${path} has ${lines} lines; one that passes ${LONGEST_FILE} wants to be two rooms`);
    }
    return complaints;
  });
}

test('every folder imports only from the floors below it', () => {
  const files = sources();
  assert.ok(files.length > 50, 'the sources were found');
  assert.deepEqual(checkImports(files), []);
});

test('every file has a telling name in kebab-case and is not longer than 400 lines', () => {
  assert.deepEqual(checkFiles(sources()), []);
});

const forbidden: ReadonlyArray<[path: string, text: string, sentence: string]> = [
  [
    'src/cli/top.test.ts',
    "import { startTestApp } from '../../test/support/running-app.ts';",
    'src/cli/top.test.ts imports ../../test/support/running-app.ts: what starts a whole Tocsin lies in test/stories',
  ],
  [
    'src/mqtt/framer.ts',
    "import { Store } from '../store/store.ts';",
    'src/mqtt/framer.ts imports ../store/store.ts: mqtt (floor 0) may import only lib, texts',
  ],
  [
    'src/delivery/outbox/courier.ts',
    "import {\n  type Rule,\n  ruleOf,\n} from '../../rules/door.ts';",
    'src/delivery/outbox/courier.ts imports ../../rules/door.ts: delivery (floor 2) may import only connectors, store, lib, texts',
  ],
  [
    'src/broker/session.ts',
    "export type { Config } from '../config.ts';",
    'src/broker/session.ts imports ../config.ts: broker (floor 1) may import only mqtt, store, lib, texts',
  ],
  [
    'src/lib/duration.ts',
    "const texts = await import('../texts/command-line.ts');",
    'src/lib/duration.ts imports ../texts/command-line.ts: lib (floor 0) may import only its own files',
  ],
  [
    'src/rules/engine.ts',
    "import type { Session } from '../broker/session.ts';",
    'src/rules/engine.ts imports ../broker/session.ts: rules (floor 4) enters broker only by src/broker/door.ts',
  ],
  [
    'src/api/routes/rules.ts',
    "import '../../rules/engine.ts';",
    'src/api/routes/rules.ts imports ../../rules/engine.ts: api (floor 5) enters rules only by src/rules/door.ts',
  ],
  [
    'src/journal/recorder.ts',
    "import { createEventPorts } from '../broker/event-ports.ts';",
    'src/journal/recorder.ts imports ../broker/event-ports.ts: journal (floor 2) takes only types from broker',
  ],
  [
    'src/texts/alerts.ts',
    "import { format } from 'node:util';",
    'src/texts/alerts.ts imports node:util: texts imports nothing, so that the dashboard can use it',
  ],
  [
    'src/broker/session.ts',
    "import { FakeClock } from '../../test/support/fake-clock.ts';",
    'src/broker/session.ts imports ../../test/support/fake-clock.ts: ' +
      'sources import only what is published, which is what lies in src',
  ],
  [
    'src/plugins/loader.ts',
    "import { Store } from '../store/store.ts';",
    'src/plugins/loader.ts imports ../store/store.ts: the folder plugins has no place in the table of floors',
  ],
];

for (const [path, text, sentence] of forbidden) {
  test(`refused: ${sentence}`, () => assert.deepEqual(checkImports([{ path, text }]), [sentence]));
}

test('imports that keep to the floors pass', () => {
  const allowed: SourceFile[] = [
    {
      path: 'src/rules/engine.ts',
      text: "import { Broker } from '../broker/door.ts';\nimport { z } from 'zod';",
    },
    {
      path: 'src/broker/session.test.ts',
      text: "import { FakeClock } from '../../test/support/fake-clock.ts';",
    },
    { path: 'src/journal/recorder.ts', text: "import type { BrokerEvent } from '../broker/events.ts';" },
    {
      path: 'src/sql/parser.ts',
      text: "// import { x } from '../api/door.ts';\nimport { t } from '../texts/sql.ts';",
    },
    { path: 'src/cli/start.ts', text: "const { startApp } = await import('../app.ts');" },
    { path: 'src/app.ts', text: "import { Store } from './store/store.ts';" },
    { path: 'src/texts/alerts.test.ts', text: "import { test } from 'node:test';" },
  ];
  assert.deepEqual(checkImports(allowed), []);
});

test('names that say nothing, names in another case and long files are found', () => {
  const text = 'x\n'.repeat(401);
  assert.deepEqual(checkFiles([{ path: 'src/broker/utils.ts', text: '' }]), [
    'src/broker/utils.ts: the name utils does not say what the file holds',
  ]);
  assert.deepEqual(checkFiles([{ path: 'src/broker/topicTree.ts', text: '' }]), [
    'src/broker/topicTree.ts: file and folder names are kebab-case',
  ]);
  assert.deepEqual(checkFiles([{ path: 'src/broker/session.ts', text }]), [
    'src/broker/session.ts has 401 lines; one that passes 400 wants to be two rooms',
  ]);
  assert.deepEqual(checkFiles([{ path: 'src/broker/topic-tree.test.ts', text: 'x\n' }]), []);
});
