import { readTarGz, TarError, type TarFile, writeTarGz } from '../../lib/tar.ts';
import type { BackupDocument } from '../backup/backup-document.ts';
import { clusterOf } from './export-parts.ts';

/** Bytes of an archive that is unpacked. */
const MOST_UNPACKED = 256 * 1024 * 1024;
const MOST_FILES = 2000;

export const META = 'META.hocon';
export const CLUSTER = 'cluster.hocon';
/** Everything, as `GET /backup` writes it: what an import of ours reads. */
const DOCUMENT = 'tocsin.json';

/** An archive of ours or of EMQX. */
export interface DataArchive {
  /** The files by their names without the folder that is around them. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** Undefined in one of EMQX. */
  readonly document: string | undefined;
  /** Of what wrote it; empty when it does not say. */
  readonly version: string;
}

/** An archive that cannot be used, with a sentence for who sent it. */
export class DataArchiveError extends Error {
  override readonly name = 'DataArchiveError';
}

/** @param base the name of the file without `.tar.gz`, which is the folder in it, as with EMQX */
export function writeDataArchive(base: string, document: BackupDocument, now: number): Promise<Buffer> {
  const meta = `version = ${JSON.stringify(document.version)}\nedition = "tocsin"\n`;
  const files: [string, string][] = [
    [META, meta],
    // JSON is HOCON.
    [CLUSTER, `${JSON.stringify(clusterOf(document.objects), null, 2)}\n`],
    [DOCUMENT, `${JSON.stringify(document, null, 2)}\n`],
  ];
  const tarFiles = files.map(
    ([name, text]): TarFile => ({
      path: `${base}/${name}`,
      bytes: Buffer.from(text),
    }),
  );
  return writeTarGz(tarFiles, now);
}

/** @throws DataArchiveError */
export async function readDataArchive(bytes: Uint8Array): Promise<DataArchive> {
  const found = await readTarGz(bytes, { unpacked: MOST_UNPACKED, files: MOST_FILES }).catch((error) => {
    if (error instanceof TarError) throw new DataArchiveError(`the archive cannot be read: ${error.message}`);
    throw error;
  });
  const meta = found.find(({ path }) => path === META || path.endsWith(`/${META}`));
  if (!meta) throw new DataArchiveError(`this is no data export: it holds no ${META}`);
  const folder = meta.path.slice(0, -META.length);
  const files = new Map(
    found.flatMap(({ path, bytes: body }) =>
      path.startsWith(folder) ? [[path.slice(folder.length), body] as const] : [],
    ),
  );
  const version = /^\s*"?version"?\s*[=:]\s*"?([^"\s]+)/m.exec(meta.bytes.toString('utf8'))?.[1] ?? '';
  const document = files.get(DOCUMENT)?.toString('utf8');
  if (document === undefined && !files.has(CLUSTER))
    throw new DataArchiveError(`this is no data export: it holds no ${CLUSTER}`);
  return { files, document, version };
}
