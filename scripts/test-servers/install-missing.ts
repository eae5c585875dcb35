import { spawnSync } from 'node:child_process';
import { allServers } from './all-servers.ts';
import { testBrowser } from './test-browser.ts';
import { findProgram } from './test-server.ts';

const LONGEST = 180_000;

/** Asks Debian's package manager for what is missing. Where that is impossible it says so, and tests are skipped. */
export function installMissing(): void {
  const missing = [...allServers, testBrowser].filter((server) => server.missing() !== undefined);
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  const apt = findProgram('apt-get');
  if (!apt || process.getuid?.() !== 0) {
    console.log(`test servers: ${names} cannot be installed without apt-get and root`);
    return;
  }
  console.log(`test servers: installing ${names} …`);
  const packages = missing.flatMap((server) => server.packages);
  if (!aptGet(apt, ['update'])) {
    console.log('test servers: the lists of packages could not be had (no network?)');
    return;
  }
  if (aptGet(apt, ['install', ...packages])) return;
  // One by one: where one cannot be had, the others still can.
  for (const server of missing) {
    if (!aptGet(apt, ['install', ...server.packages])) {
      console.log(`test servers: ${server.packages.join(', ')} could not be installed`);
    }
  }
}

function aptGet(apt: string, [verb = '', ...packages]: readonly string[]): boolean {
  const options = [
    '-y',
    '-qq',
    '--no-install-recommends',
    '-o',
    'Acquire::Retries=1',
    '-o',
    'Acquire::http::Timeout=20',
  ];
  const { status } = spawnSync(apt, [verb, ...options, ...packages], {
    stdio: 'ignore',
    timeout: LONGEST,
    // No questions; and no server of the package is started beside ours.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  });
  return status === 0;
}
