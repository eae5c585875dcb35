import { canonicalId } from '../../delivery/door.ts';

type Members = Readonly<Record<string, unknown>>;

/** Where objects of a kind are listed, and where each of them is. */
export interface OwnedAddress {
  readonly kind: string;
  /** `/connectors` */
  readonly list: string;
  /** `/connectors/:id`; everything below it that is no GET changes the object, but for `HARMLESS`. */
  readonly item: string;
  /** @param members the parameters of the path, or one of the answer's rows */
  idOf(members: Members): string;
  /** A member of each that lists objects of another kind, by their names. */
  readonly inside?: { readonly member: string; readonly kind: string };
}

const joined =
  (...names: readonly string[]) =>
  (members: Members): string =>
    names.map((name) => String(members[name] ?? '')).join(':');

/** A row has type and name, a path the two as an id. */
const resource = ({ type, name, id }: Members): string =>
  canonicalId(typeof type === 'string' && typeof name === 'string' ? `${type}:${name}` : String(id ?? ''));

const RULES_OF = '/authorization/sources/built_in_database/rules';

/** Every kind that a file may have, but for rules: their engine knows whose they are. */
export const OWNED_ADDRESSES: readonly OwnedAddress[] = [
  { kind: 'schemas', list: '/schema_registry', item: '/schema_registry/:name', idOf: joined('name') },
  { kind: 'connectors', list: '/connectors', item: '/connectors/:id', idOf: resource },
  { kind: 'connectors', list: '/connectors_summary', item: '', idOf: resource },
  { kind: 'actions', list: '/actions', item: '/actions/:id', idOf: resource },
  { kind: 'actions', list: '/actions_summary', item: '', idOf: resource },
  { kind: 'sources', list: '/sources', item: '/sources/:id', idOf: resource },
  { kind: 'sources', list: '/sources_summary', item: '', idOf: resource },
  {
    kind: 'mqtt_users',
    list: '/authentication/:id/users',
    item: '/authentication/:id/users/:user_id',
    idOf: joined('id', 'user_id'),
  },
  {
    kind: 'access_rules_of_users',
    list: `${RULES_OF}/:owners`,
    item: `${RULES_OF}/:owners/:name`,
    idOf: ownerIn('users', 'username'),
  },
  {
    kind: 'access_rules_of_clients',
    list: `${RULES_OF}/:owners`,
    item: `${RULES_OF}/:owners/:name`,
    idOf: ownerIn('clients', 'clientid'),
  },
  { kind: 'access_rules_for_all', list: '', item: `${RULES_OF}/all`, idOf: () => 'all' },
  { kind: 'bans', list: '/banned', item: '/banned/:as/:who', idOf: joined('as', 'who') },
  { kind: 'alert_settings', list: '', item: '/alert_settings', idOf: () => 'alert_settings' },
  {
    kind: 'alert_templates',
    list: '/alert_templates',
    item: '/alert_templates/:channel/:language/:kind',
    idOf: joined('channel', 'language', 'kind'),
  },
  {
    kind: 'monitor_peers',
    list: '/monitors/peer_down/peers',
    item: '/monitors/peer_down/peers/:peer',
    idOf: ({ peer, name }) => String(peer ?? name ?? ''),
  },
  {
    kind: 'monitors',
    list: '/monitors',
    item: '/monitors/:name',
    idOf: joined('name'),
    inside: { member: 'peers', kind: 'monitor_peers' },
  },
  { kind: 'silences', list: '/silences', item: '/silences/:id', idOf: joined('id') },
  {
    kind: 'maintenance_windows',
    list: '/maintenance_windows',
    item: '/maintenance_windows/:id',
    idOf: joined('id'),
  },
  { kind: 'users', list: '/users', item: '/users/:username', idOf: joined('username') },
];

/** The same address holds those of users and those of clients: an id that nothing has for the others. */
function ownerIn(owners: 'users' | 'clients', member: string): OwnedAddress['idOf'] {
  return (members) =>
    members.owners === undefined || members.owners === owners
      ? String(members.name ?? members[member] ?? '')
      : '';
}

/** They ask, try, send or count; what is configured stays as it is. */
export const HARMLESS: ReadonlySet<string> = new Set([
  'POST /connectors/:id/:operation',
  'POST /connectors/:id/test',
  'POST /connectors/:id/recover',
  'DELETE /connectors/:id/recover',
  'DELETE /connectors/:id/queue',
  'POST /actions/:id/:operation',
  'PUT /actions/:id/metrics/reset',
  'POST /sources/:id/:operation',
  'PUT /sources/:id/metrics/reset',
  'DELETE /users/:username/sessions',
  'DELETE /users/:username/sessions/:session',
]);

/** They change all objects of a kind at once. */
export const WHOLESALE: Readonly<Record<string, readonly string[]>> = {
  'DELETE /banned': ['bans'],
  [`DELETE ${RULES_OF}`]: ['access_rules_of_users', 'access_rules_of_clients', 'access_rules_for_all'],
};
