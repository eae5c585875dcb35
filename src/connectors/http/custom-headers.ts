import { z } from 'zod';

/** Of the connection, or where it goes, and not of the request: set by the HTTP client itself. */
export const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Headers of HTTP connectors and their actions. EMQX shows two of the connection among its defaults, and who sends them
 * back means no harm: they are left out of requests. Names and values may have placeholders.
 */
export const httpHeadersField = z.record(z.string(), z.string()).superRefine((headers, context) => {
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (lower === 'keep-alive' || (lower === 'connection' && /^keep-alive$/i.test(value))) continue;
    const message = mistakeInHeader(name.replace(/\$\{[^{}]*\}/g, 'x'), value);
    if (message) context.addIssue({ code: 'custom', path: [name], message });
  }
});

/** Headers that somebody adds to requests whose body, host and framing are not theirs. */
export const customHeadersField = z
  .record(z.string(), z.string())
  .default(() => ({}))
  .superRefine((headers, context) => {
    for (const [name, value] of Object.entries(headers)) {
      const message = mistakeInHeader(name, value);
      if (message) context.addIssue({ code: 'custom', path: [name], message });
    }
  })
  .meta({ description: 'Sent with every request.' });

function mistakeInHeader(name: string, value: string): string | undefined {
  const lower = name.toLowerCase();
  if (HOP_BY_HOP.has(lower)) return `the header ${lower} is set by Tocsin itself: leave it out`;
  if (!/^[!#$%&'*+\-.^_`|~\w]+$/.test(name)) return 'no name of a header: write letters, digits and hyphens';
  if (/[\r\n\0]/.test(value)) return 'a header is one line: no line break in it';
  if (/[^\P{Cc}\t]/u.test(value)) return 'a header has no control characters: leave them out';
  return undefined;
}

/** Later headers replace earlier ones of the same name, whatever the case, so that none is sent twice. */
export function mergeHeaders(...layers: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const merged = new Map<string, readonly [name: string, value: string]>();
  for (const layer of layers) {
    for (const header of Object.entries(layer)) merged.set(header[0].toLowerCase(), header);
  }
  return Object.fromEntries(merged.values());
}
