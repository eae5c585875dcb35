import { readFileSync } from 'node:fs';

/** The version in the package's manifest, which lies beside the built program and two folders above this source. */
export function packageVersion(): string {
  for (const place of ['./package.json', '../../package.json']) {
    try {
      const { version } = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as {
        version: string;
      };
      return version;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  throw new Error('package.json is missing beside the program');
}
