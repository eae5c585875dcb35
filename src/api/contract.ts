/**
 * What goes over the wire: the schemas of every query, body and answer of the API, and their types. The one
 * source of validation, of the OpenAPI description and of the types that the dashboard takes by `import type`.
 */
export * from './contract/actions.ts';
export * from './contract/alarms.ts';
export * from './contract/alert-lists.ts';
export * from './contract/alert-settings.ts';
export * from './contract/alert-templates.ts';
export * from './contract/alerts.ts';
export * from './contract/audit.ts';
export * from './contract/authentication.ts';
export * from './contract/authorization.ts';
export * from './contract/backtests.ts';
export * from './contract/banned.ts';
export * from './contract/certificates.ts';
export * from './contract/client-messages.ts';
export * from './contract/client-search.ts';
export * from './contract/clients.ts';
export * from './contract/connector-recognition.ts';
export * from './contract/connectors.ts';
export * from './contract/dashboard-pages.ts';
export * from './contract/delayed.ts';
export * from './contract/deliveries.ts';
export * from './contract/events.ts';
export * from './contract/explanation.ts';
export * from './contract/figures.ts';
export * from './contract/listeners.ts';
export * from './contract/live.ts';
export * from './contract/monitors.ts';
export * from './contract/nodes.ts';
export * from './contract/playbooks.ts';
export * from './contract/preview-inbox.ts';
export * from './contract/prometheus.ts';
export * from './contract/publish.ts';
export * from './contract/retainer.ts';
export * from './contract/rule-drafts.ts';
export * from './contract/rules.ts';
export * from './contract/schemas.ts';
export * from './contract/session.ts';
export * from './contract/sign-in.ts';
export * from './contract/silences.ts';
export * from './contract/simulations.ts';
export * from './contract/sources.ts';
export * from './contract/subscriptions.ts';
export * from './contract/system.ts';
export * from './contract/user-sessions.ts';
export * from './contract/values.ts';
