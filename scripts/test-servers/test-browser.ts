import { BROWSER_PACKAGES, browserProgram } from '../../test/browser/support/browser-program.ts';

/** The browser of browser tests, which they find by themselves. */
export const testBrowser = {
  name: 'chromium',
  packages: BROWSER_PACKAGES,
  missing: () => (browserProgram() === undefined ? 'there is no chromium' : undefined),
};
