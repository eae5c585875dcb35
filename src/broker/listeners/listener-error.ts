type ListenerErrorKind =
  /** There is no such listener. */
  | 'unknown'
  /** Its id is taken. */
  | 'exists'
  /** Settings that cannot be used. */
  | 'invalid';

/** What somebody asked of a listener cannot be done. The message is a sentence for people, or an issue as JSON text. */
export class ListenerError extends Error {
  override readonly name = 'ListenerError';
  readonly kind: ListenerErrorKind;

  constructor(kind: ListenerErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
