/**
 * What a vendor counts: bytes of UTF-8; the same inside the JSON string that the text is sent in, where a quote takes two;
 * UTF-16 units; code points.
 */
export type TextUnit = 'bytes' | 'json' | 'utf16' | 'characters';

/** How long a text may be. */
export interface TextRoom {
  readonly limit: number;
  readonly unit: TextUnit;
}

/** @param text well-formed: without half surrogate pairs */
export function sizeOf(text: string, unit: TextUnit): number {
  switch (unit) {
    case 'bytes':
      return Buffer.byteLength(text);
    case 'json':
      return Buffer.byteLength(JSON.stringify(text)) - 2;
    case 'utf16':
      return text.length;
    case 'characters': {
      let count = 0;
      for (const _ of text) count++;
      return count;
    }
  }
}
