import { findProgram } from './test-server.ts';

/** The browser of browser tests, and letters for the Chinese that it shows. */
export const testBrowser = {
  name: 'chromium',
  packages: ['chromium', 'fonts-noto-cjk'],
  missing: () => (browserProgram() === undefined ? 'there is no chromium' : undefined),
};

export function browserProgram(): string | undefined {
  return process.env.TOCSIN_TEST_CHROMIUM ?? findProgram('chromium');
}
