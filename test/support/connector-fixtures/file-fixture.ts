import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allowFolders } from '../../../src/connectors/file/file-folders.ts';
import type { ConnectorFixture } from './connector-fixture.ts';

allowFolders(undefined, [tmpdir()]);

export const fileFixture: ConnectorFixture = {
  type: 'file',
  refused: [
    [{ directory: '/etc' }, 'directory'],
    [{ directory: `${tmpdir()}/../etc` }, 'directory'],
    [{ directory: tmpdir(), rotate: { max_files: 0 } }, 'rotate.max_files'],
    [{ directory: tmpdir(), rotate: { max_size: 'much' } }, 'rotate.max_size'],
    [{ directory: tmpdir(), rotate: { interval: 'soon' } }, 'rotate.interval'],
  ],
  async open(t) {
    const directory = mkdtempSync(join(tmpdir(), 'tocsin-files-'));
    t.after(() => rmSync(directory, { recursive: true, force: true }));
    const path = 'a/b.jsonl';
    return {
      settings: { directory },
      request: { path, record: '{"a":1}' },
      secrets: [],
      arrived() {
        try {
          return readFileSync(join(directory, path), 'utf8').split('\n').length - 1;
        } catch {
          return 0;
        }
      },
      refused: () => ({ path: '../outside.jsonl', record: '{}' }),
    };
  },
};
