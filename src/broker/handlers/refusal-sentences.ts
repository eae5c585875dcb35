import { quoted } from '../../mqtt/mqtt-error.ts';
import type { Properties, SubscriptionRequest } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { BrokerSettings } from '../settings.ts';

type Sentence = (settings: BrokerSettings) => string;

/**
 * Why a CONNECT was refused, for whoever debugs the client. Nothing here tells a stranger which of two secrets was
 * wrong, or who else there is.
 */
const ofConnect: ReadonlyMap<ReasonCode, Sentence> = new Map<ReasonCode, Sentence>([
  [
    ReasonCode.ClientIdentifierNotValid,
    ({ maximumClientIdLength }) =>
      `the client id is longer than ${maximumClientIdLength} bytes, or empty without a clean session`,
  ],
  [
    ReasonCode.BadUserNameOrPassword,
    ({ maximumUsernameLength, maximumPasswordLength }) =>
      `the user name or the password is wrong, or longer than ${maximumUsernameLength} or ${maximumPasswordLength} bytes`,
  ],
  [ReasonCode.NotAuthorized, () => 'this client may not connect, or not with this will'],
  [
    ReasonCode.ServerUnavailable,
    () => 'the broker is stopping or cannot check the client now: try again later',
  ],
  [ReasonCode.ServerBusy, () => 'the broker is busy: try again later'],
  [ReasonCode.Banned, () => 'this client is banned'],
  [ReasonCode.BadAuthenticationMethod, () => 'the authentication method is none of this broker'],
  [
    ReasonCode.TopicNameInvalid,
    ({ maximumTopicLevels, maximumTopicLength }) =>
      `the will topic has more than ${maximumTopicLevels} levels or ${maximumTopicLength} bytes`,
  ],
  [
    ReasonCode.QuotaExceeded,
    () =>
      'there are as many clients as there may be, or too many failures from this address: try again later',
  ],
  [ReasonCode.RetainNotSupported, () => 'the will is to be retained, and retained messages are switched off'],
  [ReasonCode.QosNotSupported, ({ maximumQos }) => `the QoS of the will is above ${maximumQos}`],
  [ReasonCode.ConnectionRateExceeded, () => 'too many clients connect at once: try again later'],
]);

const ofSubscribe: ReadonlyMap<ReasonCode, Sentence> = new Map<ReasonCode, Sentence>([
  [
    ReasonCode.TopicFilterInvalid,
    ({ maximumTopicLevels, maximumTopicLength }) =>
      `a topic filter must be well-formed and have at most ${maximumTopicLevels} levels and ${maximumTopicLength} bytes`,
  ],
  [ReasonCode.NotAuthorized, () => 'this client may not subscribe to it'],
  [
    ReasonCode.QuotaExceeded,
    ({ maximumSubscriptions, maximumTotalSubscriptions }) =>
      `the session has ${maximumSubscriptions} subscriptions or all have ${maximumTotalSubscriptions}, which is the most`,
  ],
  [ReasonCode.SharedSubscriptionsNotSupported, () => 'shared subscriptions are switched off'],
  [ReasonCode.WildcardSubscriptionsNotSupported, () => 'wildcards in filters are switched off'],
]);

export function explainConnectRefusal(reasonCode: ReasonCode, settings: BrokerSettings): Properties {
  const sentence = ofConnect.get(reasonCode);
  return sentence ? { reasonString: sentence(settings) } : {};
}

/** Why the first of the refused filters was refused; a SUBACK has room for one reason string. */
export function explainSubscribeRefusal(
  requests: readonly SubscriptionRequest[],
  reasonCodes: readonly ReasonCode[],
  settings: BrokerSettings,
): Properties {
  const index = reasonCodes.findIndex((code) => code >= ReasonCode.UnspecifiedError);
  const sentence = index < 0 ? undefined : ofSubscribe.get(reasonCodes[index] as ReasonCode);
  if (!sentence) return {};
  return {
    reasonString: `${quoted((requests[index] as SubscriptionRequest).filter)}: ${sentence(settings)}`,
  };
}
