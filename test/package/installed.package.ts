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
  assert.deepEqual(files, ['LICENSE', 'README.md', 'README.zh-CN.md', 'dist', 'package.json', 'schema']);
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

test('a program imports it, as an ES module and as CommonJS', () => {
  const use = `const broker = await createBroker(); console.log(broker.port > 0, compileRule('SELECT 1 AS n FROM "t"').run({ topic: 't' })[0].n);
    await broker.stop(); const tocsin = await createTocsin({ dashboardPort: 0 }); console.log((await tocsin.api.get('/rules')).data.length); await tocsin.stop();`;
  writeFileSync(
    join(folder, 'use.mjs'),
    `import { compileRule, createBroker, createTocsin } from 'tocsin'; ${use}`,
  );
  writeFileSync(
    join(folder, 'use.cjs'),
    `const { compileRule, createBroker, createTocsin } = require('tocsin'); (async () => { ${use} })();`,
  );
  for (const file of ['use.mjs', 'use.cjs']) assert.equal(run(process.execPath, file), 'true 1\n0\n', file);
});

test('its types are enough for the examples, under the strictest rules and without those of any package but Node.js', () => {
  const own = readFileSync(join(root, 'examples', 'own-connector.ts'), 'utf8');
  const rule = readFileSync(join(root, 'examples', 'try-rule.ts'), 'utf8');
  writeFileSync(join(folder, 'own-connector.mts'), own);
  writeFileSync(join(folder, 'try-rule.mts'), rule);
  writeFileSync(
    join(folder, 'wrong.mts'),
    "import { createBroker } from 'tocsin';\nawait createBroker({ prt: 1 });\n",
  );
  const check = (file: string) =>
    spawnSync(
      process.execPath,
      [
        join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
        ...['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'],
        ...['--target', 'es2024', '--lib', 'es2024,esnext.disposable', '--module', 'nodenext'],
        ...['--types', 'node', '--typeRoots', join(root, 'node_modules', '@types'), file],
      ],
      { cwd: folder, encoding: 'utf8' },
    );
  for (const file of ['own-connector.mts', 'try-rule.mts']) {
    const { status, stdout } = check(file);
    assert.equal(status, 0, stdout);
  }
  assert.match(check('wrong.mts').stdout, /'prt' does not exist/);
});

test('an old Node.js is told in one sentence what is needed', () => {
  const { status, stderr } = startedByOlderNode();
  assert.equal(status, 1);
  assert.match(
    stderr,
    /^Tocsin needs Node 24\.11 or newer; this is \d+\.\d+\.\d+\. See https:\/\/nodejs\.org\n$/,
  );
});

/** What the first Node.js in the path says that is too old; where there is none, this one that takes itself for such a one. */
function startedByOlderNode(): SpawnSyncReturns<string> {
  const start = [join(program, 'dist', 'main.js'), 'start'];
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    const node = join(directory, 'node');
    const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
    if (Number(/^v(\d+)/.exec(stdout ?? '')?.[1] ?? 24) < 24)
      return spawnSync(node, start, { encoding: 'utf8' });
  }
  const older =
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.0.0' } })";
  const preload = ['--import', `data:text/javascript,${encodeURIComponent(older)}`];
  return spawnSync(process.execPath, [...preload, ...start], { encoding: 'utf8' });
}
