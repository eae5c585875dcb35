import type { PacketType } from './packets.ts';
import { ReasonCode as Code } from './reason-codes.ts';

/** The packets that carry a reason code. */
export type ReasonCarrier = Exclude<
  PacketType,
  'connect' | 'publish' | 'subscribe' | 'unsubscribe' | 'pingreq' | 'pingresp'
>;

const received = [
  Code.Success,
  Code.NoMatchingSubscribers,
  Code.UnspecifiedError,
  Code.ImplementationSpecificError,
  Code.NotAuthorized,
  Code.TopicNameInvalid,
  Code.PacketIdentifierInUse,
  Code.QuotaExceeded,
  Code.PayloadFormatInvalid,
];
const released = [Code.Success, Code.PacketIdentifierNotFound];

const codes: Record<ReasonCarrier, ReadonlySet<number>> = {
  // [MQTT-3.2.2-8]
  connack: new Set([
    Code.Success,
    Code.UnspecifiedError,
    Code.MalformedPacket,
    Code.ProtocolError,
    Code.ImplementationSpecificError,
    Code.UnsupportedProtocolVersion,
    Code.ClientIdentifierNotValid,
    Code.BadUserNameOrPassword,
    Code.NotAuthorized,
    Code.ServerUnavailable,
    Code.ServerBusy,
    Code.Banned,
    Code.BadAuthenticationMethod,
    Code.TopicNameInvalid,
    Code.PacketTooLarge,
    Code.QuotaExceeded,
    Code.PayloadFormatInvalid,
    Code.RetainNotSupported,
    Code.QosNotSupported,
    Code.UseAnotherServer,
    Code.ServerMoved,
    Code.ConnectionRateExceeded,
  ]),
  puback: new Set(received), // [MQTT-3.4.2-1]
  pubrec: new Set(received), // [MQTT-3.5.2-1]
  pubrel: new Set(released), // [MQTT-3.6.2-1]
  pubcomp: new Set(released), // [MQTT-3.7.2-1]
  // [MQTT-3.9.3-2]
  suback: new Set([
    Code.GrantedQos0,
    Code.GrantedQos1,
    Code.GrantedQos2,
    Code.UnspecifiedError,
    Code.ImplementationSpecificError,
    Code.NotAuthorized,
    Code.TopicFilterInvalid,
    Code.PacketIdentifierInUse,
    Code.QuotaExceeded,
    Code.SharedSubscriptionsNotSupported,
    Code.SubscriptionIdentifiersNotSupported,
    Code.WildcardSubscriptionsNotSupported,
  ]),
  // [MQTT-3.11.3-2]
  unsuback: new Set([
    Code.Success,
    Code.NoSubscriptionExisted,
    Code.UnspecifiedError,
    Code.ImplementationSpecificError,
    Code.NotAuthorized,
    Code.TopicFilterInvalid,
    Code.PacketIdentifierInUse,
  ]),
  // [MQTT-3.14.2-1]; 0x8C stands in the table of §2.4 only
  disconnect: new Set([
    Code.NormalDisconnection,
    Code.DisconnectWithWillMessage,
    Code.UnspecifiedError,
    Code.MalformedPacket,
    Code.ProtocolError,
    Code.ImplementationSpecificError,
    Code.NotAuthorized,
    Code.ServerBusy,
    Code.ServerShuttingDown,
    Code.BadAuthenticationMethod,
    Code.KeepAliveTimeout,
    Code.SessionTakenOver,
    Code.TopicFilterInvalid,
    Code.TopicNameInvalid,
    Code.ReceiveMaximumExceeded,
    Code.TopicAliasInvalid,
    Code.PacketTooLarge,
    Code.MessageRateTooHigh,
    Code.QuotaExceeded,
    Code.AdministrativeAction,
    Code.PayloadFormatInvalid,
    Code.RetainNotSupported,
    Code.QosNotSupported,
    Code.UseAnotherServer,
    Code.ServerMoved,
    Code.SharedSubscriptionsNotSupported,
    Code.ConnectionRateExceeded,
    Code.MaximumConnectTime,
    Code.SubscriptionIdentifiersNotSupported,
    Code.WildcardSubscriptionsNotSupported,
  ]),
  auth: new Set([Code.Success, Code.ContinueAuthentication, Code.ReAuthenticate]), // [MQTT-3.15.2-1]
};

/** Whether the packet may carry the reason code in MQTT 5. */
export const isReasonCodeOf = (carrier: ReasonCarrier, code: number): boolean => codes[carrier].has(code);
