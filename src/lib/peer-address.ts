import { isIPv4 } from 'node:net';

/** The address as people write it: a dual-stack listener sees `::ffff:1.2.3.4`, which is `1.2.3.4`. */
export function plainAddress(address: string): string {
  const mapped = address.slice(0, 7).toLowerCase() === '::ffff:' ? address.slice(7) : address;
  return isIPv4(mapped) ? mapped : address;
}

/** 127.0.0.0/8 or `::1`. A peer that is already gone has no address and is not trusted. */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  if (address === '127.0.0.1') return true; // nearly every one, and quickly
  const plain = plainAddress(address);
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
}
