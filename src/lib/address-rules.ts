import { type LookupAddress, lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { HostRules } from './host-rules.ts';

/**
 * Addresses that no request may reach, whoever asks: a rule or connector must not become a way to the secrets of
 * the machine it runs on. Private networks and loopback are allowed, chat gateways and databases live there.
 */
const REFUSED_IPV4 = [
  ['0.0.0.0', 8], // "this host": reaches loopback by another name
  ['169.254.0.0', 16], // link-local; metadata of AWS, Google, Azure, ECS …
  ['100.100.100.200', 32], // metadata of Alibaba Cloud
  ['168.63.129.16', 32], // metadata of Azure
  ['192.0.0.192', 32], // metadata of Oracle Cloud
] as const;

const REFUSED_IPV6 = [
  ['::', 128],
  ['fe80::', 10], // link-local
  ['fd00:ec2::254', 128], // metadata of AWS
  ['fd20:ce::254', 128], // metadata of Google
  ['fd00:c1::a9fe:a9fe', 128], // metadata of Oracle Cloud
] as const;

/** Names by which clouds offer the same; with all below them. */
const REFUSED_NAMES = ['metadata.google.internal', 'metadata.goog', 'metadata.tencentyun.com'];

/** IPv6 blocks that carry an IPv4 address in their last 32 bits: compatible, mapped, translated, NAT64. */
const EMBEDDING_IPV4 = ['::', '::ffff:', '::ffff:0:', '64:ff9b::', '64:ff9b:1::'] as const;

const refused = new BlockList();
for (const [address, prefix] of REFUSED_IPV4) addWithEmbedded(refused, address, prefix);
for (const [address, prefix] of REFUSED_IPV6) refused.addSubnet(address, prefix, 'ipv6');
const refusedNames = new HostRules(REFUSED_NAMES);

/** An IPv4 block, and the IPv6 addresses that lead to the same. */
function addWithEmbedded(list: BlockList, address: string, prefix: number): void {
  list.addSubnet(address, prefix, 'ipv4');
  for (const block of EMBEDDING_IPV4) list.addSubnet(`${block}${address}`, 96 + prefix, 'ipv6');
  list.addSubnet(to6to4(address), 16 + prefix, 'ipv6');
}

/** 2002:a9fe:a9fe:: carries 169.254.169.254 (RFC 3056). */
function to6to4(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return `2002:${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}::`;
}

/** `::1` is loopback, although it lies in the block of IPv4-compatible addresses beside 0.0.0.0. */
const LOOPBACK_IPV6 = '::1';

/**
 * The address that a host is, in whatever form: with brackets or a zone id, decimal, octal or hexadecimal, with parts
 * left out, with a dot at the end. Resolvers of other languages and systems understand all of them. Undefined for a name.
 */
function toAddress(host: string): string | undefined {
  const [bare = ''] = host.replace(/^\[|\]$/g, '').split('%');
  if (isIP(bare) === 4) return bare;
  const written = isIP(bare) === 6 ? `[${bare}]` : host;
  const normalized = URL.parse(`http://${written}/`)?.hostname.replace(/^\[|\]$/g, '') ?? '';
  return isIP(normalized) ? normalized : undefined;
}

function isIn(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Whether no request may go to this address, however it is written; a host name is not an address. */
export function isRefusedAddress(host: string): boolean {
  return refusalOf(host) !== undefined;
}

/** Why nothing may be sent to this host, as the end of a sentence; undefined when it may, as far as is known without DNS. */
export function refusalOf(host: string): string | undefined {
  const address = toAddress(host);
  if (address === undefined) {
    if (refusedNames.cover(host)) return METADATA;
    return denied.names.cover(host) ? DENIED : undefined;
  }
  if (address !== LOOPBACK_IPV6 && isIn(refused, address)) return METADATA;
  return isIn(denied.addresses, address) ? DENIED : undefined;
}

const METADATA = 'a link-local or cloud metadata address';
const DENIED = 'on the list delivery.denied_addresses of the configuration';

interface Denied {
  readonly addresses: BlockList;
  readonly names: HostRules;
}

let denied: Denied = { addresses: new BlockList(), names: new HostRules([]) };

/**
 * What the operator denies, from now on and for everything that this process sends: addresses (`10.0.0.1`), networks
 * (`10.0.0.0/8`, `fd00::/8`), and hosts with all below them (`corp.example`). Replaces what was denied before.
 * @throws Error for an entry that is none of these
 */
export function denyAddresses(entries: readonly string[]): void {
  const addresses = new BlockList();
  const names: string[] = [];
  for (const entry of entries) {
    const parsed = parseDenied(entry);
    if (!parsed) throw new Error(`${entry} is no address, network or host name`);
    if ('name' in parsed) names.push(parsed.name);
    else if (parsed.family === 6) addresses.addSubnet(parsed.address, parsed.prefix, 'ipv6');
    else addWithEmbedded(addresses, parsed.address, parsed.prefix);
  }
  denied = { addresses, names: new HostRules(names) };
}

/**
 * Runs this as if the operator denied nothing: settings of before the list are read, and told about, though nothing is
 * sent to where they lead.
 */
export function ignoringDenied<Result>(run: () => Result): Result {
  const before = denied;
  denied = { addresses: new BlockList(), names: new HostRules([]) };
  try {
    return run();
  } finally {
    denied = before;
  }
}

type DeniedEntry = { name: string } | { address: string; prefix: number; family: 4 | 6 };

/** One entry of the list; undefined when it is none. */
export function parseDenied(entry: string): DeniedEntry | undefined {
  const [, host = '', digits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(entry.trim()) ?? [];
  const bare = host.replace(/^\[|\]$/g, '');
  const family = isIP(bare);
  if (family === 4 || family === 6) {
    const longest = family === 4 ? 32 : 128;
    const prefix = digits === undefined ? longest : Number(digits);
    return prefix <= longest ? { address: bare, prefix, family } : undefined;
  }
  const name = host.replace(/^\*?\./, '');
  const isName = digits === undefined && /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*\.?$/u.test(name);
  return isName && toAddress(name) === undefined ? { name } : undefined;
}

export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';

  constructor(host: string, reason: string = refusalOf(host) ?? METADATA) {
    super(`${host} is ${reason}: requests to it are refused`);
  }
}

/** @throws AddressRefusedError */
export function refuseHost(host: string): void {
  const reason = refusalOf(host);
  if (reason !== undefined) throw new AddressRefusedError(host, reason);
}

/**
 * For `net.connect`: what is checked here is what is connected to, so that a name cannot change its mind between
 * check and connection. A literal address is not looked up, so `net` does not ask here: check it with `refuseHost`.
 */
export const lookup: LookupFunction = (hostname, options, callback) => {
  const reason = refusalOf(hostname);
  if (reason !== undefined) return callback(new AddressRefusedError(hostname, reason), []);
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const allowed = addresses.filter(({ address }) => refusalOf(address) === undefined);
    const [first] = allowed;
    if (!first) {
      const found = addresses[0]?.address ?? hostname;
      return callback(new AddressRefusedError(hostname, `${found}, ${refusalOf(found) ?? METADATA}`), []);
    }
    if (options.all) callback(null, allowed satisfies LookupAddress[]);
    else callback(null, first.address, first.family);
  });
};
