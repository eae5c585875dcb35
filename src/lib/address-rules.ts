import { type LookupAddress, lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

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
] as const;

/** IPv6 blocks that carry an IPv4 address in their last 32 bits: compatible, mapped, translated, NAT64. */
const EMBEDDING_IPV4 = ['::', '::ffff:', '::ffff:0:', '64:ff9b::', '64:ff9b:1::'] as const;

const refused = new BlockList();
for (const [address, prefix] of REFUSED_IPV4) {
  refused.addSubnet(address, prefix, 'ipv4');
  for (const block of EMBEDDING_IPV4) refused.addSubnet(`${block}${address}`, 96 + prefix, 'ipv6');
  refused.addSubnet(to6to4(address), 16 + prefix, 'ipv6');
}
for (const [address, prefix] of REFUSED_IPV6) refused.addSubnet(address, prefix, 'ipv6');

/** 2002:a9fe:a9fe:: carries 169.254.169.254 (RFC 3056). */
function to6to4(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return `2002:${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}::`;
}

/** `::1` is loopback, although it lies in the block of IPv4-compatible addresses beside 0.0.0.0. */
const LOOPBACK_IPV6 = '::1';

/** Whether no request may go to this address; a host name is not an address. */
export function isRefusedAddress(address: string): boolean {
  const [bare = ''] = address.replace(/^\[|\]$/g, '').split('%');
  const family = isIP(bare);
  if (family === 0 || bare === LOOPBACK_IPV6) return false;
  return refused.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}

export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';

  constructor(host: string) {
    super(`${host} is a link-local or cloud metadata address: requests to it are refused`);
  }
}

/**
 * For `net.connect`: what is checked here is what is connected to, so that a name cannot change its mind between
 * check and connection.
 */
export const lookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const allowed = addresses.filter(({ address }) => !isRefusedAddress(address));
    const [first] = allowed;
    if (!first) return callback(new AddressRefusedError(hostname), []);
    if (options.all) callback(null, allowed satisfies LookupAddress[]);
    else callback(null, first.address, first.family);
  });
};
