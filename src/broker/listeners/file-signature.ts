import { stat } from 'node:fs/promises';

/** Another text whenever the file was written or replaced; `''` while it cannot be looked at. */
export async function fileSignature(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return '';
  }
}
