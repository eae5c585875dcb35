/** What programs get that import `tocsin`: docs/embedding.md. */

export type {
  BrokerHooks,
  ConnectedClient,
  EmbeddedBroker,
  Hook,
  HookDelivery,
  HookName,
  HookSubscription,
  Hooks,
  OutgoingMessage,
  PublishedMessage,
} from './embedding/broker-handle.ts';
export type {
  AccessQuestion,
  Admission,
  Authenticate,
  Authorize,
  BrokerOptions,
  ConnectingClient,
  LogLevel,
  Settings,
} from './embedding/broker-options.ts';
export { compileRule } from './embedding/compile-rule.ts';
export type { CompiledRule, CompileOptions, RuleInput, RuleRow } from './embedding/compiled-rule.ts';
export { createBroker } from './embedding/create-broker.ts';
export { createTocsin } from './embedding/create-tocsin.ts';
export {
  defineConnector,
  type NoSettings,
  type OwnConnector,
  type OwnConnectorDefinition,
  type OwnHandle,
  type OwnOutcome,
  type OwnParcel,
  type OwnSetting,
  type SettingValues,
} from './embedding/own-connector.ts';
export { ApiCallError, type ApiCalls, type Tocsin, type TocsinOptions } from './embedding/tocsin-handle.ts';
