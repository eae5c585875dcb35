import { BlockList, isIP, isIPv4 } from 'node:net';
import { plainAddress } from '../../lib/peer-address.ts';

interface AccessRule {
  readonly allows: boolean;
  /** Undefined for all. */
  readonly addresses: BlockList | undefined;
}

/** `allow 10.0.0.0/8`, `deny 192.0.2.7`, `deny all`; undefined for anything else. */
export function parseAccessRule(text: string): AccessRule | undefined {
  const [, verb, what = ''] = /^(allow|deny)\s+(\S+)$/.exec(text.trim()) ?? [];
  if (verb === undefined) return undefined;
  const allows = verb === 'allow';
  if (what === 'all') return { allows, addresses: undefined };
  const [address = '', prefix, more] = what.split('/');
  if (more !== undefined || isIP(address) === 0) return undefined;
  const bits = isIPv4(address) ? 32 : 128;
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (!(length <= bits)) return undefined;
  const addresses = new BlockList();
  addresses.addSubnet(address, length, isIPv4(address) ? 'ipv4' : 'ipv6');
  return { allows, addresses };
}

/** Who may come to a listener, by the address of the connection: the first rule that matches decides. */
export class AccessRules {
  readonly #rules: readonly AccessRule[];

  /** @throws Error for a text that `parseAccessRule` does not read */
  constructor(texts: readonly string[]) {
    this.#rules = texts.map((text) => {
      const rule = parseAccessRule(text);
      if (!rule) throw new Error(`not an access rule: ${text}`);
      return rule;
    });
  }

  /** Whether there is nothing to look at. */
  get allowsAll(): boolean {
    const [first] = this.#rules;
    return first?.allows === true && first.addresses === undefined;
  }

  /** Nobody when no rule matches, and not a peer whose address is not known any more. */
  allows(remoteAddress: string | undefined): boolean {
    if (this.allowsAll) return true;
    const address = plainAddress(remoteAddress ?? '');
    const family = isIP(address);
    if (family === 0) return false;
    const rule = this.#rules.find(
      ({ addresses }) => addresses === undefined || addresses.check(address, family === 4 ? 'ipv4' : 'ipv6'),
    );
    return rule?.allows === true;
  }
}
