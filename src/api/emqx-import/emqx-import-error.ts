/** A source that cannot be read, with a sentence for who named it. */
export class EmqxImportError extends Error {
  override readonly name = 'EmqxImportError';
}
