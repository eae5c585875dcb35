import { existsSync } from 'node:fs';

/**
 * Debian's chromium, without its windows where that can be had: with them each page that is opened has pages of the browser
 * itself beside it, and takes three times as long.
 */
const PROGRAMS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

/** Of Debian: the browser, and letters for the Chinese that it shows. */
export const BROWSER_PACKAGES = ['chromium-headless-shell', 'fonts-noto-cjk'];

/** Where the browser of tests is; undefined: nowhere. */
export function browserProgram(): string | undefined {
  return [process.env.TOCSIN_TEST_CHROMIUM ?? PROGRAMS].flat().find((path) => existsSync(path));
}
