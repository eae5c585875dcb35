import { bytesOfBase64, hexOf, textOf, visibleText } from './visible-text.ts';

const LONGEST = 80;
const SHOWN_BYTES = 16;

/** A payload as it stands in a row of a table. @param base64 its beginning @param size bytes of the whole */
export function shortPayload(base64: string, size: number): string {
  const bytes = bytesOfBase64(base64) ?? new Uint8Array();
  // What is cut may end within a character.
  const text = textOf(bytes) ?? (bytes.length < size ? textOfCut(bytes) : undefined);
  if (text === undefined) {
    const hex = hexOf(bytes.subarray(0, SHOWN_BYTES))
      .slice(10, 10 + SHOWN_BYTES * 3 - 1)
      .trimEnd();
    return size > SHOWN_BYTES ? `${hex} …` : hex;
  }
  const line = visibleText(text.slice(0, LONGEST)).replaceAll(/\s+/g, ' ');
  return text.length > LONGEST || bytes.length < size ? `${line}…` : line;
}

const LONGEST_CHARACTER = 4;

function textOfCut(bytes: Uint8Array): string | undefined {
  for (let cut = 1; cut < LONGEST_CHARACTER; cut++) {
    const text = textOf(bytes.subarray(0, Math.max(0, bytes.length - cut)));
    if (text !== undefined) return text;
  }
  return undefined;
}
