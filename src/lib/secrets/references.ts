/**
 * `${env:NAME}` and `${file:/path}` in a setting: the secret lies elsewhere and is read when it is needed. A reference is
 * itself no secret, so it is shown as it was written. Templates have no placeholder with a colon behind these words.
 */
const REFERENCE = /\$\{(env|file):([^{}]*)\}/g;

export function holdsReference(text: string): boolean {
  return text.includes('${') && text.search(REFERENCE) >= 0;
}

/** The text without its references. */
export function withoutReferences(text: string): string {
  return text.replace(REFERENCE, '');
}

/** What a reference stands for; throws an Error with a sentence when that cannot be had. */
export type ReadReference = (kind: 'env' | 'file', name: string) => string;

/** The text with its references read. @throws whatever `read` throws */
export function readReferences(text: string, read: ReadReference): string {
  if (!holdsReference(text)) return text;
  return text.replace(REFERENCE, (_whole, kind: 'env' | 'file', name: string) => read(kind, name.trim()));
}
