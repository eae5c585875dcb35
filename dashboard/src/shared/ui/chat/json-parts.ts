/** Members of a JSON document of which nobody knows whether it has them. */
export type Json = Readonly<Record<string, unknown>>;

export function recordOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(recordOf) : [];
}

export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

export function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textIn).filter((text) => text !== '') : [];
}

/** The members of a JSON text; of anything else none. */
export function parsed(text: unknown): Json {
  if (typeof text !== 'string') return recordOf(text);
  try {
    return recordOf(JSON.parse(text));
  } catch {
    return {};
  }
}
