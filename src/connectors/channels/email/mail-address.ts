import { domainToASCII } from 'node:url';

export interface MailAddress {
  /** Without angle brackets; the domain in ASCII. */
  readonly address: string;
  /** Of the person, perhaps nothing. */
  readonly name: string;
}

/** `a@b.c`, `<a@b.c>`, `Name <a@b.c>` or `"Name, of" <a@b.c>`; undefined when it is none of them. */
export function readAddress(text: string): MailAddress | undefined {
  if (/[\p{Cc}\u2028\u2029]/u.test(text) || text.length > 500) return undefined;
  const found = /^\s*(?:"([^"]*)"|([^"<>]*?))\s*<([^<>\s]+)>\s*$/.exec(text);
  const bare = (found?.[3] ?? text).trim();
  // RFC 5321 §4.1.2 has quoted local parts as well, which nobody uses and filters dislike.
  const [, local = '', domain = ''] =
    /^([^\s@"(),:;<>[\]\\]{1,64})@([^\s@"(),:;<>\\]{1,255})$/.exec(bare) ?? [];
  if (local === '' || local.startsWith('.') || local.endsWith('.') || local.includes('..')) return undefined;
  const ascii = domain.startsWith('[') ? domain : domainToASCII(domain);
  if (ascii === '') return undefined;
  return { address: `${local}@${ascii}`, name: (found?.[1] ?? found?.[2] ?? '').trim() };
}

export function domainOf({ address }: MailAddress): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
