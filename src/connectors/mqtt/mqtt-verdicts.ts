import { ReasonCode, reasonCodeName } from '../../mqtt/reason-codes.ts';
import { type Answer, excerptOf, type Outcome } from '../outcome.ts';

/** Refusals that the settings are the reason of, here or there. */
const CONFIG_CODES = new Set<number>([
  ReasonCode.UnsupportedProtocolVersion,
  ReasonCode.ClientIdentifierNotValid,
  ReasonCode.BadUserNameOrPassword,
  ReasonCode.NotAuthorized,
  ReasonCode.Banned,
  ReasonCode.BadAuthenticationMethod,
  ReasonCode.RetainNotSupported,
  ReasonCode.QosNotSupported,
]);

/** Refusals of this message alone. */
const MESSAGE_CODES = new Set<number>([
  ReasonCode.TopicNameInvalid,
  ReasonCode.PacketTooLarge,
  ReasonCode.PayloadFormatInvalid,
]);

const THROTTLING_CODES = new Set<number>([
  ReasonCode.QuotaExceeded,
  ReasonCode.MessageRateTooHigh,
  ReasonCode.ReceiveMaximumExceeded,
  ReasonCode.ServerBusy,
]);

/** What a reason code of PUBACK, PUBREC or PUBCOMP makes of the message (§3.4.2.1); of MQTT 3 it is always 0. */
export function judgeAcknowledgement(reasonCode: number, reasonString: string | undefined): Outcome {
  const answer = answerOf(reasonCode, reasonString);
  if (reasonCode < ReasonCode.UnspecifiedError) return { kind: 'delivered', answer };
  const reason = `MQTT: ${answer.code}${reasonString ? `, ${answer.excerpt}` : ''}`;
  if (CONFIG_CODES.has(reasonCode)) return { kind: 'rejected', cause: 'config', reason, answer };
  if (MESSAGE_CODES.has(reasonCode)) return { kind: 'rejected', cause: 'message', reason, answer };
  return {
    kind: 'unavailable',
    cause: THROTTLING_CODES.has(reasonCode) ? 'throttled' : 'remote',
    reason,
    answer,
  };
}

export function answerOf(reasonCode: number, reasonString: string | undefined): Answer {
  const code = reasonCodeName(reasonCode);
  return { status: reasonCode, code, excerpt: excerptOf(reasonString ?? code) };
}

/** Why a connection was not accepted or was ended by the other broker, in words. */
export function describeRefusal(what: string, reasonCode: number, reasonString: string | undefined): string {
  const said = reasonString ? `: ${excerptOf(reasonString)}` : '';
  return `${what} with ${reasonCodeName(reasonCode)} (${reasonCode})${said}`;
}
