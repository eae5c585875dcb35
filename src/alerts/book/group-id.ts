import { createHash } from 'node:crypto';
import type { AlertSourceId, Subject } from '../alert.ts';
import { networksOf } from '../wording/networks.ts';

/** Longer ones are cut, and told apart by a digest. */
const LONGEST = 200;

/** `rule:offline`, or `rule:offline{network/16=10.2.0.0/16}`: what is told together. */
export function groupIdOf(
  source: AlertSourceId,
  by: readonly string[],
  labels: Readonly<Record<string, string>>,
  subject: Subject | undefined,
): string {
  const name = source.kind === 'rule' ? `rule:${source.id}` : `monitor:${source.name}`;
  const values = by.map((trait) => `${trait}=${traitOf(trait, labels, subject) ?? ''}`);
  const id = values.length === 0 ? name : `${name}{${values.join(',')}}`;
  if (id.length <= LONGEST) return id;
  const digest = createHash('sha256').update(id).digest('hex').slice(0, 16);
  return `${id.slice(0, LONGEST - digest.length - 1)}#${digest}`;
}

/**
 * What alerts are grouped by, and may have in common: `listener`, `network/16`, `network/24`, `node`, `reason`,
 * `username_prefix`, `attr.site` of the client, or a label by its name or as `label.site`.
 */
export function traitOf(
  trait: string,
  labels: Readonly<Record<string, string>>,
  subject: Subject | undefined,
): string | undefined {
  switch (trait) {
    case 'listener':
      return subject?.listener;
    case 'node':
      return subject?.node;
    case 'reason':
      return subject?.reason;
    case 'network/16':
    case 'network/24':
    case 'network/48':
      return networkOf(subject?.peerHost, trait);
    case 'username_prefix':
      return prefixOf(subject?.username);
  }
  if (trait.startsWith('attr.')) return own(subject?.attributes, trait.slice('attr.'.length));
  if (trait.startsWith('label.')) return own(labels, trait.slice('label.'.length));
  return own(labels, trait);
}

/** `10.2.0.0/16` of `10.2.3.4`. Addresses of IPv6 are shared out to sites as /48, whatever was asked for. */
function networkOf(host: string | undefined, name: 'network/16' | 'network/24' | 'network/48') {
  const networks = host === undefined ? [] : networksOf(host);
  return (networks.find(([own]) => own === name) ?? networks.find(([own]) => own === 'network/48'))?.[1];
}

/** `dev-` of `dev-0421`: what stands before the first digit; without one, up to the last separator. */
function prefixOf(username: string | undefined): string | undefined {
  if (username === undefined) return undefined;
  const [prefix] = /^\D*(?=\d)|^.*[-_./:@]/.exec(username) ?? [''];
  return prefix === '' ? undefined : prefix;
}

function own(record: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}
