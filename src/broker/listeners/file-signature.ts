import { promises as files } from 'node:fs';

/** Another text whenever the file was written or replaced; `''` while it cannot be looked at. */
export async function fileSignature(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await files.stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return '';
  }
}
