const UNTRUSTED =
  'the certificate of {host} is signed by nobody whom we trust: set the certificate of its CA as ssl.cacertfile';

const CUT_OFF = 'connection to {host} was closed before the answer was complete';
const TOO_SLOW = '{host} did not accept a connection in time';
const NO_WAY = 'there is no way to {host}';
const CLOSED = 'the connector was closed';

/** What went wrong on the way, by the error's code, in words; `{host}` is where the request went. */
const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused by {host}',
  ECONNRESET: CUT_OFF,
  EPIPE: CUT_OFF,
  UND_ERR_SOCKET: CUT_OFF,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: CUT_OFF,
  UND_ERR_CONNECT_TIMEOUT: TOO_SLOW,
  ETIMEDOUT: TOO_SLOW,
  UND_ERR_DESTROYED: CLOSED,
  UND_ERR_CLOSED: CLOSED,
  ENOTFOUND: 'the host name of {host} is not known',
  EAI_AGAIN: 'the host name of {host} could not be looked up',
  EHOSTUNREACH: NO_WAY,
  ENETUNREACH: NO_WAY,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  CERT_HAS_EXPIRED: 'the certificate of {host} has expired',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'the certificate of {host} is for another name: set it as ssl.server_name_indication',
  ERR_SSL_WRONG_VERSION_NUMBER: '{host} does not speak TLS: is it http?',
};

/** The request itself cannot be sent, whoever is there. */
const OUR_MISTAKES = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED', 'ERR_INVALID_CHAR']);

export function isOurMistake(error: unknown): boolean {
  return OUR_MISTAKES.has(codeOf(error));
}

export function describeNetworkError(error: unknown, host: string): string {
  const code = codeOf(error);
  const sentence = SENTENCES[code]?.replace('{host}', host);
  if (sentence) return sentence;
  const { message } = firstOf(error);
  return code === '' || message.includes(code) ? message : `${message} (${code})`;
}

function codeOf(error: unknown): string {
  return firstOf(error).code ?? '';
}

/** Trying several addresses of one name ends in an AggregateError that says nothing itself. */
function firstOf(error: unknown): NodeJS.ErrnoException {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first : new Error(String(first));
}
