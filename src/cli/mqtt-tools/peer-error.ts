import { ReasonCode, reasonCodeName } from '../../mqtt/reason-codes.ts';

/** `unreachable`: no connection; `refused`: the CONNECT was; `denied`: what was asked for later; `closed`: the connection ended. */
export class PeerError extends Error {
  override readonly name = 'PeerError';
  readonly kind: 'unreachable' | 'refused' | 'denied' | 'closed';
  readonly reason: string;
  /** Of MQTT 5, where the broker said one. */
  readonly code: number | undefined;

  constructor(kind: PeerError['kind'], reason: string, code?: number) {
    super(`${kind}: ${reason}`);
    this.kind = kind;
    this.reason = reason;
    this.code = code;
  }
}

/** By its name, and in the words of the broker where it has some. */
export function refusalOf(kind: PeerError['kind'], code: number, said: string | undefined): PeerError {
  const name = reasonCodeName(code);
  return new PeerError(kind, said === undefined || said === name ? name : `${name}: ${said}`, code);
}

/** It does not know who asks, or does not want them to do it. */
const NOT_ALLOWED: ReadonlySet<number> = new Set([
  ReasonCode.BadUserNameOrPassword,
  ReasonCode.NotAuthorized,
  ReasonCode.Banned,
  ReasonCode.BadAuthenticationMethod,
]);

/** It is there, and takes nobody now. */
const AWAY: ReadonlySet<number> = new Set([
  ReasonCode.ServerUnavailable,
  ReasonCode.ServerBusy,
  ReasonCode.ServerShuttingDown,
  ReasonCode.UseAnotherServer,
  ReasonCode.ServerMoved,
  ReasonCode.ConnectionRateExceeded,
]);

/** 1 failed, 3 nobody answers, 4 not allowed: as all commands end. */
export function exitCodeOf({ kind, code = 0 }: PeerError): number {
  if (kind === 'unreachable' || AWAY.has(code)) return 3;
  // MQTT 3.1.1 has one code for every subscription that is refused [MQTT-3.9.3-2].
  if (kind === 'denied' && code === ReasonCode.UnspecifiedError) return 4;
  return NOT_ALLOWED.has(code) ? 4 : 1;
}
