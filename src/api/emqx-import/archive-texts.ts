import { isMembers, type Members, type Reason, reasonOf } from './emqx-config.ts';

const FILE_MEMBERS = ['cacertfile', 'certfile', 'keyfile'];
const PEM = /^\s*-----BEGIN /;

/**
 * Certificates are named by their path on EMQX's machine. Those that came along in the archive are put in as text.
 * @returns undefined as item when one is needed that did not
 */
export function withFiles(
  draft: Members,
  member: string,
  files: ReadonlyMap<string, Buffer>,
): { readonly draft: Members | undefined; readonly reasons: readonly Reason[] } {
  const options = draft[member];
  if (!isMembers(options)) return { draft, reasons: [] };
  const changed: Record<string, unknown> = { ...options };
  const reasons: Reason[] = [];
  let isMissing = false;
  for (const name of FILE_MEMBERS) {
    const path = options[name];
    if (typeof path !== 'string' || path === '' || PEM.test(path)) continue;
    const text = textOf(path, files);
    const at = `${member}.${name}`;
    if (text === undefined) isMissing = true;
    else changed[name] = text;
    reasons.push(
      text === undefined
        ? reasonOf('fileNotHere', { member: at, path })
        : reasonOf('fileTaken', { member: at }),
    );
  }
  return { draft: isMissing ? undefined : { ...draft, [member]: changed }, reasons };
}

/** By the end of the path: `/opt/emqx/data/certs/connectors/x/ca.pem` lies in the archive as `certs/connectors/x/ca.pem`. */
export function textOf(path: string, files: ReadonlyMap<string, Buffer>): string | undefined {
  const levels = path.split('/');
  for (let start = 0; start < levels.length - 1; start++) {
    const found = files.get(levels.slice(start).join('/'));
    if (found) return found.toString('utf8');
  }
  return undefined;
}
