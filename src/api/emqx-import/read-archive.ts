import { HoconError, parseHocon } from '../../lib/hocon/hocon.ts';
import { CLUSTER, type DataArchive } from '../data-export/data-archive.ts';
import { type EmqxConfig, reasonOf } from './emqx-config.ts';
import { EmqxImportError } from './emqx-import-error.ts';

/** @throws EmqxImportError with line and column */
export function readClusterText(text: string): EmqxConfig {
  return { version: '', cluster: clusterOf(text), files: new Map(), tables: new Map(), unread: [] };
}

/** Of EMQX's own archive. @throws EmqxImportError */
export function readEmqxArchive({ files, version }: Pick<DataArchive, 'files' | 'version'>): EmqxConfig {
  const text = files.get(CLUSTER);
  if (!text) throw new EmqxImportError(`the archive holds no ${CLUSTER}`);
  const unread = [...files.keys()]
    .filter((path) => path.startsWith('mnesia/'))
    .map((path) => {
      const name = path.slice('mnesia/'.length);
      return { type: 'table', name, reason: reasonOf('binaryTable', { name }) };
    });
  return { version, cluster: clusterOf(text.toString('utf8')), files, tables: new Map(), unread };
}

function clusterOf(text: string): EmqxConfig['cluster'] {
  try {
    return parseHocon(text);
  } catch (error) {
    if (error instanceof HoconError) throw new EmqxImportError(`${CLUSTER}: ${error.message}`);
    throw error;
  }
}
