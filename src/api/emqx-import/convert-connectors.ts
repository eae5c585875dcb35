import {
  actionDraftSchema,
  canonicalId,
  connectorDraftSchema,
  DEFAULT_REQUEST_TTL,
  describeTypes,
  normalize,
  sourceDraftSchema,
} from '../../delivery/door.ts';
import { withFiles } from './archive-texts.ts';
import {
  type EmqxConfig,
  type ImportRow,
  isMembers,
  type Members,
  membersOf,
  type Reason,
  reasonOf,
  rowOf,
} from './emqx-config.ts';
import { fitTo } from './fit-to.ts';

/** EMQX's rule for names, and ours. */
const NAME = /^[0-9a-zA-Z][-0-9a-zA-Z_]{0,253}$/;

/** `{http: {wecom: {…}}}` as a list. */
export function namedThings(value: unknown): { type: string; name: string; settings: Members }[] {
  return membersOf(value).flatMap(([type, names]) =>
    membersOf(names).flatMap(([name, settings]) => (isMembers(settings) ? [{ type, name, settings }] : [])),
  );
}

export function convertConnectors({ cluster, files }: EmqxConfig): ImportRow[] {
  const known = describeTypes().map(({ type }) => type);
  return namedThings(cluster.connectors).map(({ type, name, settings }) => {
    const head = { type: 'connector', name: `${type}:${name}`, original: { type, name, ...settings } };
    const own = ownType(type);
    if (!known.includes(own))
      return rowOf({ ...head, reasons: [reasonOf('unknownConnector', { type, known: known.join(', ') })] });
    if (!NAME.test(name)) return rowOf({ ...head, reasons: [reasonOf('badName', { name })] });
    const renamed = own === type ? [] : [reasonOf('otherType', { from: type, to: own })];
    const usesTls = isMembers(settings.ssl) && settings.ssl.enable === true;
    const filed = usesTls ? withFiles(settings, 'ssl', files) : { draft: settings, reasons: [] };
    if (!filed.draft) return rowOf({ ...head, reasons: filed.reasons });
    const { item, reasons } = fitTo(connectorDraftSchema, { ...filed.draft, type: own, name });
    const all = [...renamed, ...filed.reasons, ...reasons];
    return rowOf({ ...head, reasons: all, ...(item && { becomes: [{ kind: 'connectors', item }] }) });
  });
}

/** @param connectors the rows of what they need */
export function convertActions(
  { cluster }: EmqxConfig,
  connectors: readonly ImportRow[],
  kind: 'actions' | 'sources',
): ImportRow[] {
  const what = kind === 'actions' ? 'action' : 'source';
  return namedThings(cluster[kind]).map(({ type, name, settings }) => {
    const head = { type: what, name: `${type}:${name}`, original: { type, name, ...settings } };
    const obstacle = obstacleOf(type, name, settings, connectors, kind);
    if (obstacle) return rowOf({ ...head, reasons: [obstacle] });
    const own = ownType(type);
    const renamed = own === type ? [] : [reasonOf('otherType', { from: type, to: own })];
    const draft = { ...settings, connector: bareName(settings.connector), type: own, name };
    const { item, reasons } =
      kind === 'actions'
        ? fitTo(actionDraftSchema, normalize(draft, DEFAULT_REQUEST_TTL))
        : fitTo(sourceDraftSchema, draft);
    const all = [...renamed, ...reasons];
    return rowOf({ ...head, reasons: all, ...(item && { becomes: [{ kind, item }] }) });
  });
}

function obstacleOf(
  type: string,
  name: string,
  { connector }: Members,
  connectors: readonly ImportRow[],
  kind: 'actions' | 'sources',
): Reason | undefined {
  if (!NAME.test(name)) return reasonOf('badName', { name });
  const id = `${type}:${bareName(connector)}`;
  const needed = connectors.find((row) => row.name === id);
  if (!needed) return reasonOf('connectorMissing', { id });
  if (needed.verdict === 'not_supported') return reasonOf('withoutConnector', { id });
  const types: readonly unknown[] = kind === 'actions' ? actionTypes() : ['mqtt'];
  return types.includes(ownType(type)) ? undefined : reasonOf('unknownSource', { type });
}

function actionTypes(): string[] {
  return describeTypes().flatMap(({ type, action }) => (action ? [type] : []));
}

/** Some scripts write `http:name`. */
function bareName(connector: unknown): string {
  const text = String(connector ?? '');
  return text.slice(text.indexOf(':') + 1);
}

export function ownType(type: string): string {
  return canonicalId(`${type === 'webhook' ? 'http' : type}:x`).split(':')[0] ?? type;
}

/** Bridges of the time before EMQX 5.4: what an HTTP bridge is, is a connector and an action of its name. */
export function convertBridges({ cluster }: EmqxConfig): ImportRow[] {
  return namedThings(cluster.bridges).map(({ type, name, settings }) => {
    const head = { type: 'bridge', name: `${type}:${name}`, original: { type, name, ...settings } };
    if (type !== 'webhook' && type !== 'http')
      return rowOf({ ...head, reasons: [reasonOf('unknownBridge', { type })] });
    if (!NAME.test(name)) return rowOf({ ...head, reasons: [reasonOf('badName', { name })] });
    const address = /^(https?:\/\/[^/?]+)(.*)$/is.exec(String(settings.url ?? ''));
    const [, base = '', path = ''] = address ?? [];
    if (base === '' || base.includes('${')) return rowOf({ ...head, reasons: [reasonOf('urlTemplate')] });
    const {
      enable = true,
      ssl,
      connect_timeout,
      pool_size,
      pool_type,
      enable_pipelining,
      description,
    } = settings;
    const connector = fitTo(connectorDraftSchema, {
      type: 'http',
      name,
      enable,
      url: base,
      ...defined({ ssl, connect_timeout, pool_size, pool_type, enable_pipelining, description }),
    });
    const {
      method,
      headers,
      body,
      request_timeout: requestTimeout,
      resource_opts: options,
      local_topic: topic,
    } = settings;
    const draft = {
      type: 'http',
      name,
      enable,
      connector: name,
      parameters: { path, ...defined({ method, headers, body }) },
      resource_opts: {
        ...(requestTimeout !== undefined && { request_ttl: requestTimeout }),
        ...(isMembers(options) && options),
      },
    };
    const action = fitTo(actionDraftSchema, normalize(draft, DEFAULT_REQUEST_TTL));
    const reasons = [
      reasonOf('legacyBridge'),
      ...(topic === undefined || topic === '' ? [] : [reasonOf('localTopic', { topic: String(topic) })]),
      ...connector.reasons,
      ...action.reasons,
    ];
    if (!connector.item || !action.item) return rowOf({ ...head, reasons });
    const becomes = [
      { kind: 'connectors', item: connector.item },
      { kind: 'actions', item: action.item },
    ];
    return rowOf({ ...head, reasons, becomes });
  });
}

function defined(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
