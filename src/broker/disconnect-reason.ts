import { ReasonCode, reasonCodeName } from '../mqtt/reason-codes.ts';

/** How the connection of a client ends whose CONNECT was answered with a refusal: nobody sees it as a reason. */
export const NOT_CONNECTED = 'not_connected';

/**
 * The reason of a `client.disconnected` for the DISCONNECT that a client sent. Zero has a name of its own here;
 * the others are those of the standard.
 */
export function reasonOfClientDisconnect(reasonCode: number): string {
  return reasonCode === ReasonCode.NormalDisconnection ? 'normal' : reasonCodeName(reasonCode);
}

/** The reason for a packet that the broker could not bear; EMQX calls the one about size `frame_too_large`. */
export function reasonOfError(reasonCode: number): string {
  return reasonCode === ReasonCode.PacketTooLarge ? 'frame_too_large' : reasonCodeName(reasonCode);
}

/** The connection ended with the process, which could not say so. */
export const BROKER_STOPPED = 'broker_stopped';

/** Errors of the operating system that have a reason of their own. */
const SOCKET_ERRORS: Readonly<Record<string, string>> = {
  // A reset and a write to a closed socket tell the same fact: the peer closed. EMQX's runtime reports both
  // as a plain close, so that rules know one name for "the device went away".
  ECONNRESET: 'tcp_closed',
  EPIPE: 'tcp_closed',
  ECONNABORTED: 'tcp_closed',
  ETIMEDOUT: 'etimedout',
  EHOSTUNREACH: 'ehostunreach',
  ENETUNREACH: 'ehostunreach',
  ENOTCONN: 'enotconn',
  EINVAL: 'einval',
};

/** The reason for the end of a TCP connection, from the code of the error that ended it, if one did. */
export function reasonOfSocketError(code: string | undefined): string {
  if (code === undefined) return 'tcp_closed';
  return SOCKET_ERRORS[code] ?? code.toLowerCase();
}

/** The same for a connection over TLS: OpenSSL has errors of its own, and the plain end has a name of its own. */
export function reasonOfTlsError(code: string | undefined): string {
  if (code?.startsWith('ERR_SSL_') || code?.startsWith('ERR_TLS_')) {
    return code.includes('ALERT') ? 'tls_alert' : 'ssl_error';
  }
  const reason = reasonOfSocketError(code);
  return reason === 'tcp_closed' ? 'ssl_closed' : reason;
}

/**
 * The reason for a WebSocket that ended with an error: of the operating system, or, by the codes of the library, for
 * frames against RFC 6455.
 */
export function reasonOfWebSocketError(code: string | undefined): string {
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return 'frame_too_large';
  return code?.startsWith('WS_ERR_') ? 'malformed_packet' : reasonOfSocketError(code);
}

/** Close code 1006 stands for a socket that ended without a close frame (RFC 6455 §7.1.5). */
export function reasonOfWebSocketClose(code: number): string {
  return code === 1006 ? 'tcp_closed' : `ws_close_${code}`;
}
