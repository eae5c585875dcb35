import { BlockList, isIP, SocketAddress } from 'node:net';
import { compilePattern } from '../../../lib/patterns/pattern.ts';
import { PatternError, TextTooLongError } from '../../../lib/patterns/pattern-error.ts';
import { plainAddress } from '../../../lib/peer-address.ts';
import { sqlMessages } from '../../../texts/sql-messages.ts';
import { AccessError } from '../access-error.ts';
import type { BanKind } from './ban.ts';

/** Whether a client id, user name or address is meant by a ban that is no plain value. */
export type BanMatcher = (value: string) => boolean;

/** Ids and names that are longer are compared with values, but a pattern must be good for these at least. */
const LENGTH_TO_SEARCH = 256;

/** @returns the value as it is compared @throws AccessError BAD_REQUEST */
export function readWho(as: BanKind, who: string): string {
  if (as === 'peerhost') {
    const address = canonicalAddress(who);
    if (address === undefined) throw bad(`${who} is no IP address`);
    return address;
  }
  if (as === 'peerhost_net') return readNetwork(who).text;
  return who;
}

/** For the kinds that are no plain values. @throws AccessError BAD_REQUEST */
export function matcherOf(as: BanKind, who: string): BanMatcher | undefined {
  if (as === 'peerhost_net') {
    const { list } = readNetwork(who);
    return (address) => {
      const family = isIP(address);
      return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
    };
  }
  return as === 'clientid_re' || as === 'username_re' ? patternMatcher(who) : undefined;
}

/** Of text found anywhere, unless the pattern is anchored. @throws AccessError BAD_REQUEST */
export function patternMatcher(pattern: string): BanMatcher {
  try {
    const compiled = compilePattern(pattern);
    compiled.find('x'.repeat(LENGTH_TO_SEARCH));
    return (value) => {
      try {
        return compiled.find(value) !== null;
      } catch (error) {
        if (error instanceof TextTooLongError) return true; // nobody slips through by a long name
        throw error;
      }
    };
  } catch (error) {
    if (error instanceof TextTooLongError) throw bad(`${pattern}: ${sqlMessages.en.patternTooCostly()}`);
    if (!(error instanceof PatternError)) throw error;
    const { fault } = error;
    const say = sqlMessages.en[fault.code] as (about: typeof fault) => string;
    throw bad(`${pattern}: ${say(fault)}`);
  }
}

function readNetwork(who: string): { text: string; list: BlockList } {
  const [address = '', bits = '', ...rest] = who.split('/');
  const network = canonicalAddress(address);
  const family = network === undefined ? 0 : isIP(network);
  const most = family === 4 ? 32 : 128;
  const prefix = /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (network === undefined || rest.length > 0 || prefix < 0 || prefix > most) {
    throw bad(`${who} is no network: write it like 192.0.2.0/24 or 2001:db8::/32`);
  }
  const list = new BlockList();
  list.addSubnet(network, prefix, family === 4 ? 'ipv4' : 'ipv6');
  return { text: `${network}/${prefix}`, list };
}

/** As Node prints the address of a peer: the shortest form of IPv6, IPv4-mapped as IPv4. */
function canonicalAddress(text: string): string | undefined {
  const plain = plainAddress(text);
  const family = isIP(plain);
  if (family === 0) return undefined;
  return plainAddress(new SocketAddress({ address: plain, family: family === 4 ? 'ipv4' : 'ipv6' }).address);
}

function bad(message: string): AccessError {
  return new AccessError('BAD_REQUEST', message);
}
