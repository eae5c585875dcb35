import type { ApiParts } from '../parts.ts';
import { type Family, type Sample, single } from './exposition.ts';

type Parts = Pick<ApiParts, 'authenticators' | 'authorization' | 'broker'>;

/** Who was let in, what was allowed, and how many are banned, by EMQX's names. */
export function accessFamilies({ authenticators, authorization, broker }: Parts): Family[] {
  const authn = authenticators.list().map(({ id, enable }) => {
    const { status, metrics } = authenticators.status(id);
    return { labels: { id }, figures: figuresOf(enable, status, { ...metrics }) };
  });
  const authz = authorization.list().map(({ type, enable }) => {
    const { status, metrics } = authorization.status(type);
    return { labels: { type }, figures: figuresOf(enable, status, { ...metrics }) };
  });
  return [
    ...families('emqx_authn_', ['enable', 'status', 'nomatch', 'total', 'success', 'failed'], authn),
    {
      name: 'emqx_authn_users_count',
      type: 'gauge',
      help: 'Users of each that keeps them itself',
      samples: authenticators
        .list()
        .filter(({ id }) => id.endsWith(':built_in_database'))
        .map(({ id }) => ({
          labels: { id },
          value: authenticators.users(id).count({ like: undefined, isSuperuser: undefined }),
        })),
    },
    ...families('emqx_authz_', ['enable', 'status', 'nomatch', 'total', 'allow', 'deny'], authz),
    {
      name: 'emqx_authz_rules_count',
      type: 'gauge',
      help: 'Rules of each that keeps them itself',
      samples: authorization
        .list()
        .filter(({ type }) => type === 'built_in_database')
        .map(({ type }) => ({ labels: { type }, value: authorization.rules.database.ruleCount })),
    },
    single('emqx_banned_count', 'gauge', 'Bans', broker.bans.list().length),
  ];
}

interface Row {
  readonly labels: Sample['labels'];
  readonly figures: Readonly<Record<string, number>>;
}

function figuresOf(enable: boolean, status: string, metrics: Readonly<Record<string, number>>) {
  return { ...metrics, enable: Number(enable), status: Number(status === 'connected') };
}

function families(prefix: string, names: readonly string[], rows: readonly Row[]): Family[] {
  return names.map((name) => ({
    name: prefix + name,
    type: name === 'enable' || name === 'status' ? 'gauge' : 'counter',
    help: `${name} of each`,
    samples: rows.map(({ labels, figures }) => ({ labels, value: figures[name] ?? 0 })),
  }));
}
