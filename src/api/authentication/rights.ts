import type { KeyRole } from '../contract.ts';

/** Who may call a route. */
export type Right =
  | 'open'
  | { roles: readonly KeyRole[] /** API keys are refused. */; signedInOnly: boolean };

const open = 'open';
const view: Right = { roles: ['administrator', 'viewer'], signedInOnly: false };
const manage: Right = { roles: ['administrator'], signedInOnly: false };
const publish: Right = { roles: ['administrator', 'publisher'], signedInOnly: false };
const viewSignedIn: Right = { roles: ['administrator', 'viewer'], signedInOnly: true };
const manageSignedIn: Right = { roles: ['administrator'], signedInOnly: true };

/**
 * Every route and who may call it; HEAD follows GET. A route that is not here keeps the server from starting, so
 * that none is forgotten.
 */
export const rights: Readonly<Record<string, Right>> = {
  // Health checks, sign-in and documentation tell nothing about clients, messages or configuration.
  'GET /status': open,
  'GET /api/v5/status': open,
  'GET /api/v5/error_codes': open,
  'GET /api/v5/error_codes/:code': open,
  'GET /api-docs/swagger.json': open,
  'GET /setup': open,
  'POST /api/v5/setup': open,
  'POST /api/v5/login': open,
  'POST /api/v5/logout': viewSignedIn,

  'GET /api/v5/users': viewSignedIn,
  'POST /api/v5/users': manageSignedIn,
  'PUT /api/v5/users/:username': manageSignedIn,
  'DELETE /api/v5/users/:username': manageSignedIn,
  // A viewer changes the own password only: the route looks at the name.
  'POST /api/v5/users/:username/change_pwd': viewSignedIn,
  'GET /api/v5/api_key': viewSignedIn,
  'POST /api/v5/api_key': manageSignedIn,
  'GET /api/v5/api_key/:name': viewSignedIn,
  'PUT /api/v5/api_key/:name': manageSignedIn,
  'DELETE /api/v5/api_key/:name': manageSignedIn,

  'GET /api/v5/nodes': view,
  'GET /api/v5/nodes/:node': view,
  'GET /api/v5/nodes/:node/stats': view,
  'GET /api/v5/nodes/:node/metrics': view,
  'GET /api/v5/stats': view,
  'GET /api/v5/metrics': view,

  'GET /api/v5/alarms': view,
  'DELETE /api/v5/alarms': manage,
  'POST /api/v5/alarms/force_deactivate': manage,

  'GET /api/v5/authentication': view,
  'POST /api/v5/authentication': manage,
  'GET /api/v5/authentication/settings': view,
  'PUT /api/v5/authentication/settings': manage,
  'PUT /api/v5/authentication/order': manage,
  'GET /api/v5/authentication/:id': view,
  'PUT /api/v5/authentication/:id': manage,
  'DELETE /api/v5/authentication/:id': manage,
  'GET /api/v5/authentication/:id/status': view,
  'PUT /api/v5/authentication/:id/position/:position': manage,
  'GET /api/v5/authentication/:id/users': view,
  'POST /api/v5/authentication/:id/users': manage,
  'GET /api/v5/authentication/:id/users/:user_id': view,
  'PUT /api/v5/authentication/:id/users/:user_id': manage,
  'DELETE /api/v5/authentication/:id/users/:user_id': manage,
  'POST /api/v5/authentication/:id/import_users': manage,

  'GET /api/v5/authorization/sources': view,
  'POST /api/v5/authorization/sources': manage,
  'PUT /api/v5/authorization/sources/order': manage,
  'GET /api/v5/authorization/sources/:type': view,
  'PUT /api/v5/authorization/sources/:type': manage,
  'DELETE /api/v5/authorization/sources/:type': manage,
  'GET /api/v5/authorization/sources/:type/status': view,
  'POST /api/v5/authorization/sources/:type/move': manage,
  'GET /api/v5/authorization/sources/built_in_database/rules/:owners': view,
  'POST /api/v5/authorization/sources/built_in_database/rules/:owners': manage,
  'GET /api/v5/authorization/sources/built_in_database/rules/:owners/:name': view,
  'PUT /api/v5/authorization/sources/built_in_database/rules/:owners/:name': manage,
  'DELETE /api/v5/authorization/sources/built_in_database/rules/:owners/:name': manage,
  'GET /api/v5/authorization/sources/built_in_database/rules/all': view,
  'POST /api/v5/authorization/sources/built_in_database/rules/all': manage,
  'DELETE /api/v5/authorization/sources/built_in_database/rules/all': manage,
  'DELETE /api/v5/authorization/sources/built_in_database/rules': manage,
  'GET /api/v5/authorization/settings': view,
  'PUT /api/v5/authorization/settings': manage,
  'DELETE /api/v5/authorization/cache': manage,
  'POST /api/v5/authorization/explain': manage,
  'GET /api/v5/clients/:clientid/authorization/cache': view,
  'DELETE /api/v5/clients/:clientid/authorization/cache': manage,

  'GET /api/v5/banned': view,
  'POST /api/v5/banned': manage,
  'DELETE /api/v5/banned': manage,
  'DELETE /api/v5/banned/:as/:who': manage,

  'GET /api/v5/listeners': view,
  'POST /api/v5/listeners': manage,
  'GET /api/v5/listeners/:id': view,
  'PUT /api/v5/listeners/:id': manage,
  'DELETE /api/v5/listeners/:id': manage,
  'POST /api/v5/listeners/:id/start': manage,
  'POST /api/v5/listeners/:id/stop': manage,
  'POST /api/v5/listeners/:id/restart': manage,
  'POST /api/v5/listeners/:id/reload': manage,
  'GET /api/v5/listeners_status': view,
  'GET /api/v5/certificates': view,

  'GET /api/v5/clients': view,
  'GET /api/v5/clients_v2': view,
  'GET /api/v5/clients/:clientid': view,
  'DELETE /api/v5/clients/:clientid': manage,
  'POST /api/v5/clients/kickout/bulk': manage,
  'GET /api/v5/clients/:clientid/subscriptions': view,
  'GET /api/v5/clients/:clientid/mqueue_messages': view,
  'GET /api/v5/clients/:clientid/inflight_messages': view,
  'POST /api/v5/clients/:clientid/subscribe': manage,
  'POST /api/v5/clients/:clientid/subscribe/bulk': manage,
  'POST /api/v5/clients/:clientid/unsubscribe': manage,
  'POST /api/v5/clients/:clientid/unsubscribe/bulk': manage,
  'PUT /api/v5/clients/:clientid/keepalive': manage,
  'GET /api/v5/sessions_count': view,
  'GET /api/v5/subscriptions': view,
  'GET /api/v5/topics': view,
  'GET /api/v5/topics/:topic': view,

  'POST /api/v5/publish': publish,
  'POST /api/v5/publish/bulk': publish,

  'GET /api/v5/mqtt/retainer': view,
  'PUT /api/v5/mqtt/retainer': manage,
  'GET /api/v5/mqtt/retainer/messages': view,
  'DELETE /api/v5/mqtt/retainer/messages': manage,
  'GET /api/v5/mqtt/retainer/message/:topic': view,
  'DELETE /api/v5/mqtt/retainer/message/:topic': manage,

  'GET /api/v5/rules': view,
  'POST /api/v5/rules': manage,
  'GET /api/v5/rules/:id': view,
  'PUT /api/v5/rules/:id': manage,
  'DELETE /api/v5/rules/:id': manage,
  'GET /api/v5/rules/:id/metrics': view,
  'PUT /api/v5/rules/:id/metrics/reset': manage,
  'POST /api/v5/rules/:id/test': manage,
  'POST /api/v5/rule_test': manage,
  'GET /api/v5/rule_events': view,
  'GET /api/v5/rule_engine': view,
  'PUT /api/v5/rule_engine': manage,

  'GET /api/v5/connectors': view,
  'POST /api/v5/connectors': manage,
  'GET /api/v5/connectors/:id': view,
  'PUT /api/v5/connectors/:id': manage,
  'DELETE /api/v5/connectors/:id': manage,
  'PUT /api/v5/connectors/:id/enable/:enable': manage,
  'POST /api/v5/connectors/:id/:operation': manage,
  'POST /api/v5/nodes/:node/connectors/:id/:operation': manage,
  'POST /api/v5/connectors_probe': manage,

  'GET /api/v5/actions': view,
  'POST /api/v5/actions': manage,
  'GET /api/v5/actions/:id': view,
  'PUT /api/v5/actions/:id': manage,
  'DELETE /api/v5/actions/:id': manage,
  'PUT /api/v5/actions/:id/enable/:enable': manage,
  'POST /api/v5/actions/:id/:operation': manage,
  'GET /api/v5/actions/:id/metrics': view,
  'PUT /api/v5/actions/:id/metrics/reset': manage,
  'POST /api/v5/actions_probe': manage,
  'GET /api/v5/actions_summary': view,
  'GET /api/v5/action_types': view,
  'GET /api/v5/bridges': view,
};
