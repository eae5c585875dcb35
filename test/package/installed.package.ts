import assert from 'node:assert/strict';
import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { before, test } from 'node:test';
import mqtt from 'mqtt';
import { startBrokerProcess, temporaryDirectory } from '../../demo/broker-process.ts';

/** The package as users get it: packed by npm, and installed into an empty folder. It has no dependencies, so no network is needed. */
const root = join(import.meta.dirname, '../..');
const folder = realpathSync(temporaryDirectory());
const program = join(folder, 'node_modules', 'tocsin');
/** The command finds this Node.js and no other. */
const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` };

const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { cwd: folder, env, encoding: 'utf8' });

const sourceManifest = readFileSync(join(root, 'package.json'), 'utf8');

before(() => {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root, env });
  const [tarball = ''] = readdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  run('npm', 'install', '--offline', '--no-audit', '--no-fund', `./${tarball}`);
});

test('npm pack leaves the repository as it was', () => {
  assert.equal(readFileSync(join(root, 'package.json'), 'utf8'), sourceManifest);
});

test('the package brings nothing but itself', () => {
  assert.deepEqual(
    readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.')),
    ['tocsin'],
  );
  const manifest = JSON.parse(readFileSync(join(program, 'package.json'), 'utf8'));
  for (const name of ['dependencies', 'optionalDependencies', 'devDependencies', 'scripts', 'private'])
    assert.equal(manifest[name], undefined, name);
  const files = readdirSync(program).sort();
  assert.deepEqual(files, ['LICENSE', 'README.md', 'README.zh-CN.md', 'dist', 'package.json']);
});

test('npx tocsin says its version', () => {
  assert.equal(run('npx', '--offline', 'tocsin', '--version').trim(), JSON.parse(sourceManifest).version);
});

test('it takes clients, and serves the dashboard with its script', async (t) => {
  const broker = await startBrokerProcess(temporaryDirectory(), [], join(program, 'dist', 'main.js'));
  t.after(() => broker.kill());
  const { port = 0 } = broker.ready.listeners.tcp ?? {};
  const client = await mqtt.connectAsync({ host: '127.0.0.1', port, reconnectPeriod: 0 });
  t.after(() => client.endAsync(true));
  const arrived = new Promise((resolve) =>
    client.on('message', (_topic, payload) => resolve(String(payload))),
  );
  await client.subscribeAsync('rooms/+', { qos: 1 });
  await client.publishAsync('rooms/1', '21', { qos: 1 });
  assert.equal(await arrived, '21');

  const site = `http://127.0.0.1:${broker.ready.dashboard.port}/`;
  const page = await fetch(site);
  assert.equal(page.status, 200);
  const [, script = ''] = /<script[^>]* src="([^"]+)"/.exec(await page.text()) ?? [];
  assert.match(script, /assets\//);
  const code = await fetch(new URL(script, site));
  assert.equal(code.status, 200);
  assert.match(code.headers.get('content-type') ?? '', /javascript/);
  assert.ok((await code.text()).length > 100_000);
  await client.endAsync();
  assert.equal(await broker.stop(), 0);
});

test('an old Node.js is told in one sentence what is needed', (t) => {
  const old = olderNode();
  if (old === undefined) return t.skip('there is no older Node.js on this machine');
  const { status, stderr } = old;
  assert.equal(status, 1);
  assert.match(
    stderr,
    /^Tocsin needs Node 24\.11 or newer; this is \d+\.\d+\.\d+\. See https:\/\/nodejs\.org\n$/,
  );
});

/** What the first Node.js in the path says that is too old. */
function olderNode(): SpawnSyncReturns<string> | undefined {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    const node = join(directory, 'node');
    const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
    if (Number(/^v(\d+)/.exec(stdout ?? '')?.[1] ?? 24) < 24)
      return spawnSync(node, [join(program, 'dist', 'main.js'), 'start'], { encoding: 'utf8' });
  }
  return undefined;
}
