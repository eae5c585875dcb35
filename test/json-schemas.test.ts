import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { runCommandLine } from '../src/cli/command-line.ts';
import { commandLineTexts } from '../src/texts/command-line.ts';

type Check = (text: string) => string;

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** What a validator of JSON Schema finds in YAML; empty: nothing. */
function checkerOf(path: string): Check {
  // Texts of formats are checked by the broker; an editor need not know them.
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
  const isValid = ajv.compile(JSON.parse(read(path)) as object);
  return (text) => (isValid(parse(text)) ? '' : ajv.errorsText(isValid.errors));
}

const objects = checkerOf('schema/objects.schema.json');
const settings = checkerOf('schema/tocsin.schema.json');

/** The YAML of a page, block by block. */
const blocksOf = (page: string): string[] =>
  [...read(page).matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text = '']) => text);

test('the examples of files of objects hold by the published schema', () => {
  const examples = blocksOf('docs/configuration-as-code.md').filter((text) =>
    /^(connectors|rules):/m.test(text),
  );
  assert.ok(examples.length > 0);
  for (const text of examples) assert.equal(objects(text), '', text);
});

test('a file of objects of every kind holds, and a rule on its own', () => {
  const text = `
schemas: [{ name: reading, type: json, source: '{"type":"object"}' }]
connectors: [{ type: http, name: erp, url: "https://erp.example.com" }]
channels: [{ type: preview, name: ops }]
actions: [{ type: http, name: tell, connector: erp, parameters: { path: /x } }]
rules: [{ id: 热, sql: 'SELECT * FROM "t/#"', actions: [http:tell], alert: { for: 60s } }]
mqtt_users: [{ authenticator: password_based:built_in_database, user_id: pump, password: a-good-one }]
access_rules_of_users: [{ username: pump, rules: [{ topic: p/#, permission: allow, action: all }] }]
access_rules_for_all: { rules: [{ topic: x/#, permission: deny, action: all }] }
bans: [{ as: clientid, who: dev-9 }]
alert_settings: { notify: [preview:ops] }
alert_templates: [{ channel: default, language: zh, kind: trigger, title: '\${title}' }]
monitors: [{ name: event_loop_delay, severity: critical }]
monitor_peers: [{ name: scada, type: tcp, address: 127.0.0.1:9 }]
silences: [{ id: move, matchers: { rule: hot }, until_resolved: true }]
maintenance_windows: [{ id: night, name: night, matchers: { rule: hot }, schedule: sat 22:00-23:00 Asia/Shanghai }]
users: [{ username: hanmei, password: Quiet-bell-8, role: operator }]
`;
  assert.equal(objects(text), '');
  assert.equal(objects(`id: hot\nsql: 'SELECT * FROM "t/#"'\n`), '');
});

for (const [what, text] of [
  ['a kind that there is not', 'conectors: []'],
  ['a list that is none', 'rules: 3'],
  ['a member of another kind', 'rules: [{ id: a, sql: 7 }]'],
  [
    'a value that is not among those that are known',
    'users: [{ username: a, password: Quiet-bell-8, role: king }]',
  ],
  ['what is missing', 'bans: [{ as: clientid }]'],
] as const) {
  test(`the schema of objects finds ${what}`, () => assert.notEqual(objects(text), ''));
}

test('what `tocsin init` writes holds by the schema beside it, which its first line names', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-schema-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'tocsin.yaml');
  const code = await runCommandLine(['init', '-f', file, '--yes'], {
    environment: {},
    texts: commandLineTexts.en,
    version: '1.2.3',
    out: () => undefined,
    error: () => undefined,
  });
  assert.equal(code, 0);
  const text = readFileSync(file, 'utf8');
  const [, named = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
  const beside = JSON.parse(readFileSync(join(folder, named), 'utf8')) as unknown;
  assert.deepEqual(beside, JSON.parse(read('schema/tocsin.schema.json')));
  assert.equal(settings(text), '');
  assert.notEqual(settings(text.replace('port:', 'prot:')), '');
  assert.notEqual(settings('listeners: { tcp: { port: high } }'), '');
});
