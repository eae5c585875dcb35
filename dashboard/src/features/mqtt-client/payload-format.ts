import { bytesOfBase64 } from '../../shared/ui/payload/visible-text.ts';

/** How a payload is written by hand. */
export type PayloadFormat = 'text' | 'json' | 'hex' | 'base64';

/** The bytes that a text stands for; undefined when it is none of this format. */
export function bytesOf(text: string, format: PayloadFormat): Uint8Array | undefined {
  switch (format) {
    case 'text':
      return new TextEncoder().encode(text);
    case 'json':
      try {
        JSON.parse(text);
        return new TextEncoder().encode(text);
      } catch {
        return undefined;
      }
    case 'hex': {
      const digits = text.replaceAll(/[\s:,]|0x/gi, '');
      if (!/^(?:[\da-f]{2})*$/i.test(digits)) return undefined;
      return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    }
    case 'base64':
      return bytesOfBase64(text.replaceAll(/\s/g, ''));
  }
}
