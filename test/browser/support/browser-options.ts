import { existsSync } from 'node:fs';
import type { LaunchOptions } from 'playwright-core';

const CHROMIUM = process.env.TOCSIN_TEST_CHROMIUM ?? '/usr/bin/chromium';

/** For `test(name, { skip }, …)`: a reason where there is no browser. */
export const skip = existsSync(CHROMIUM)
  ? false
  : `no browser at ${CHROMIUM}: apt-get install chromium fonts-noto-cjk`;

/** The administrator of every dashboard under test. */
export const ADMIN = { username: 'admin', password: 'Quiet-bell-7' } as const;

/** It asks nobody but the server under test for anything. */
export const browserOptions: LaunchOptions = {
  executablePath: CHROMIUM,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
