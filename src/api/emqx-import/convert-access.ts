import { authenticatorSchemas, authorizationChange, sourceSchemas } from '../../broker/door.ts';
import { textOf, withFiles } from './archive-texts.ts';
import {
  type EmqxConfig,
  type ImportRow,
  isMembers,
  listOf,
  type Members,
  type Reason,
  reasonOf,
  rowOf,
} from './emqx-config.ts';
import { fitTo, without } from './fit-to.ts';

export function convertAuthenticators({ cluster, files }: EmqxConfig): ImportRow[] {
  return listOf(cluster.authentication).flatMap((settings) => {
    if (!isMembers(settings)) return [];
    const { mechanism, backend } = settings;
    const id = backend === undefined ? String(mechanism) : `${String(mechanism)}:${String(backend)}`;
    const head = { type: 'authenticator', name: id, original: settings };
    if (!Object.hasOwn(authenticatorSchemas, id)) {
      const known = Object.keys(authenticatorSchemas).join(', ');
      return [rowOf({ ...head, reasons: [reasonOf('mechanism', { id, known })] })];
    }
    const path = settings.bootstrap_file;
    const bootstrap: Reason[] =
      typeof path === 'string' && path !== '' ? [reasonOf('bootstrapFile', { path })] : [];
    const usesTls = isMembers(settings.ssl) && settings.ssl.enable === true;
    const filed = usesTls ? withFiles(settings, 'ssl', files) : { draft: settings, reasons: [] };
    if (!filed.draft) return [rowOf({ ...head, reasons: filed.reasons })];
    const draft = without(filed.draft, ['id', 'bootstrap_file', 'bootstrap_type']);
    const { item, reasons } = fitTo(authenticatorSchemas[id as keyof typeof authenticatorSchemas], draft);
    const all = [...bootstrap, ...filed.reasons, ...reasons];
    return [
      rowOf({
        ...head,
        reasons: all,
        ...(item && { becomes: [{ kind: 'authenticators', item: { id, ...item } }] }),
      }),
    ];
  });
}

export function convertAuthorization({ cluster, files }: EmqxConfig): ImportRow[] {
  const { authorization } = cluster;
  if (!isMembers(authorization)) return [];
  const rows = listOf(authorization.sources).flatMap((source) =>
    isMembers(source) ? [convertSource(source, files)] : [],
  );
  const settings = without(authorization, ['sources', 'node_cache']);
  if (Object.keys(settings).length === 0) return rows;
  const { item, reasons } = fitTo(authorizationChange, settings);
  const becomes = item && { becomes: [{ kind: 'authorization_settings', item }] };
  return [
    ...rows,
    rowOf({ type: 'authorization', name: 'settings', original: settings, reasons, ...becomes }),
  ];
}

function convertSource(source: Members, files: ReadonlyMap<string, Buffer>): ImportRow {
  const type = String(source.type ?? '');
  const head = { type: 'authorization', name: type, original: source };
  if (!Object.hasOwn(sourceSchemas, type)) {
    const known = Object.keys(sourceSchemas).join(', ');
    return rowOf({ ...head, reasons: [reasonOf('authorizationSource', { type, known })] });
  }
  let draft = source;
  const found: Reason[] = [];
  if (type === 'file' && typeof source.rules !== 'string') {
    const path = String(source.path ?? 'acl.conf');
    const text = textOf(path, files) ?? files.get('authz/acl.conf')?.toString('utf8');
    if (text === undefined) return rowOf({ ...head, reasons: [reasonOf('aclNotHere', { path })] });
    found.push(reasonOf('aclTaken', { path }));
    draft = { ...source, rules: text };
  }
  const { item, reasons } = fitTo(
    sourceSchemas[type as keyof typeof sourceSchemas],
    type === 'file' ? without(draft, ['path']) : draft,
  );
  const all = [...found, ...reasons];
  return rowOf({
    ...head,
    reasons: all,
    ...(item && { becomes: [{ kind: 'authorization_sources', item }] }),
  });
}
