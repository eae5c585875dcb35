const BYTES = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4 } as const;

/**
 * Bytes of `256MB`, `4KB`, `1GB` (powers of 1024, as EMQX counts them) or of a bare integer. `infinity` is
 * `Infinity`; anything else is `undefined`.
 */
export function parseByteSize(text: string | number): number | undefined {
  if (typeof text === 'number') {
    return text === Infinity || (Number.isSafeInteger(text) && text >= 0) ? text : undefined;
  }
  if (text.toLowerCase() === 'infinity') return Infinity;
  const [, count, unit] = /^(\d{1,16}(?:\.\d{1,16})?)([kmgt]?b)?$/i.exec(text) ?? [];
  if (count === undefined || (unit === undefined && count.includes('.'))) return undefined;
  return parseByteSize(Math.round(Number(count) * BYTES[(unit ?? 'b').toLowerCase() as keyof typeof BYTES]));
}

/** `1MB`, `4KB`, or the plain number where no unit divides it. */
export function formatByteSize(bytes: number): string {
  if (bytes === Infinity) return 'infinity';
  for (const unit of ['tb', 'gb', 'mb', 'kb'] as const) {
    if (bytes >= BYTES[unit] && bytes % BYTES[unit] === 0)
      return `${bytes / BYTES[unit]}${unit.toUpperCase()}`;
  }
  return String(bytes);
}
