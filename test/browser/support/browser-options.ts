import type { LaunchOptions } from 'playwright-core';
import { BROWSER_PACKAGES, browserProgram } from './browser-program.ts';

const program = browserProgram();

/** For `test(name, { skip }, …)`: a reason where there is no browser. */
export const skip =
  program === undefined ? `there is no browser: apt-get install ${BROWSER_PACKAGES.join(' ')}` : false;

/** The administrator of every dashboard under test. */
export const ADMIN = { username: 'admin', password: 'Quiet-bell-7' } as const;

/** It asks nobody but the server under test for anything. */
export const browserOptions: LaunchOptions = {
  ...(program !== undefined && { executablePath: program }),
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
