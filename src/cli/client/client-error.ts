export type ClientFailure =
  | { readonly kind: 'noContext'; readonly name: string; readonly suggestion: string | undefined }
  | { readonly kind: 'badUrl'; readonly url: string }
  /** `reason` is the system's code; undefined: it can be read, and there is no token in it. */
  | { readonly kind: 'badTokenFile'; readonly file: string; readonly reason: string | undefined }
  | { readonly kind: 'unreachable'; readonly url: string; readonly reason: string }
  | { readonly kind: 'unexpected'; readonly url: string }
  /** Nobody said who is asking, and the broker wants to know. */
  | { readonly kind: 'noCredentials'; readonly url: string }
  /** They are there, and not good: a login is over, or of another broker; nobody knows the key. */
  | { readonly kind: 'signedOut' | 'badKey'; readonly url: string; readonly context: string | undefined }
  /** A key asks for what only people may do. */
  | { readonly kind: 'needsLogin'; readonly message: string }
  /** The file of authorities. */
  | { readonly kind: 'badCa'; readonly file: string; readonly reason: string }
  | { readonly kind: 'notAllowed' | 'refused'; readonly status: number; readonly message: string };

/** Why a broker did not do what it was asked to. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly failure: ClientFailure;
  /** What the API said, when it was the API that refused. */
  readonly answer: Readonly<Record<string, unknown>> | undefined;

  constructor(failure: ClientFailure, answer?: Readonly<Record<string, unknown>>) {
    super(failure.kind);
    this.failure = failure;
    this.answer = answer;
  }
}
