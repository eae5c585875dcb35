/**
 * `npm run with-servers -- npm test`: starts the servers that are installed, each in a directory of its own and on free
 * ports of loopback, tells the command where they are (`TOCSIN_TEST_POSTGRES=postgres://…`), and stops them after it.
 * With `--install` as the first word, Debian's packages of those that are missing are installed before, if that is possible.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { installMissing } from './test-servers/install-missing.ts';
import { startServers } from './test-servers/start-servers.ts';

const given = process.argv.slice(2);
const install = given[0] === '--install';
const [command, ...args] = install ? given.slice(1) : given;
if (command === undefined) {
  console.error('write a command: npm run with-servers -- npm test');
  process.exit(2);
}

if (install) installMissing();
const servers = await startServers();
const child = spawn(command, args, {
  stdio: 'inherit',
  env: { ...process.env, ...servers.environment },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
child.on('error', (error) => console.error(error.message));
const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
await servers.stop();
process.exit(code ?? (signal ? 128 + constants.signals[signal] : 1));
