import { isIP, isIPv4 } from 'node:net';

/** Where a connection comes from according to the proxy that passes it on. */
export interface ProxiedPeer {
  /** Undefined when the proxy does not say: an UNKNOWN or UNSPEC protocol, a UNIX socket. */
  readonly source: ProxyEndpoint | undefined;
  readonly destination: ProxyEndpoint | undefined;
  /** The proxy's own connection, a health check: the addresses are those of the socket. */
  readonly isLocal: boolean;
  /** Of the client's certificate, which the proxy has checked (PP2_SUBTYPE_SSL_CN). */
  readonly commonName: string | undefined;
}

export interface ProxyEndpoint {
  readonly address: string;
  readonly port: number;
}

export type ProxyHeader =
  /** More bytes are needed. */
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'wrong'; readonly reason: string }
  /** @property length bytes of the header; what follows belongs to the client */
  | { readonly kind: 'complete'; readonly length: number; readonly peer: ProxiedPeer };

const INCOMPLETE: ProxyHeader = { kind: 'incomplete' };

/** `"\r\n\r\n\0\r\nQUIT\n"`, with which no other protocol begins. */
const SIGNATURE_2 = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');
const SIGNATURE_1 = Buffer.from('PROXY ');

/** The longest line of version 1, with CR LF (§2.1 of the specification). */
const LONGEST_LINE = 107;

/** Bytes of version 2 before the addresses. */
const FIXED_LENGTH = 16;

/** Addresses and extensions of version 2; HAProxy's own are far shorter, and nobody is known here yet. */
const LONGEST_VARIABLE_PART = 4096;

const wrong = (reason: string): ProxyHeader => ({ kind: 'wrong', reason });

/**
 * Reads the header that HAProxy's PROXY protocol puts before the bytes of a client, version 1 (text) or 2 (binary):
 * https://www.haproxy.org/download/3.1/doc/proxy-protocol.txt
 *
 * @param bytes all that has arrived so far
 */
export function parseProxyHeader(bytes: Buffer): ProxyHeader {
  if (startsAlike(bytes, SIGNATURE_2)) return bytes.length < FIXED_LENGTH ? INCOMPLETE : parseBinary(bytes);
  if (startsAlike(bytes, SIGNATURE_1)) return parseLine(bytes);
  return wrong('the connection does not begin with a PROXY header');
}

/** Whether the bytes begin with the signature, as far as there are any. */
function startsAlike(bytes: Buffer, signature: Buffer): boolean {
  const length = Math.min(bytes.length, signature.length);
  return bytes.compare(signature, 0, length, 0, length) === 0;
}

function parseLine(bytes: Buffer): ProxyHeader {
  const end = bytes.subarray(0, LONGEST_LINE).indexOf('\r\n');
  if (end < 0) return bytes.length < LONGEST_LINE ? INCOMPLETE : wrong('the PROXY line is too long');
  const [, protocol, ...rest] = bytes.toString('latin1', 0, end).split(' ');
  const complete = (peer: Partial<ProxiedPeer>): ProxyHeader => ({
    kind: 'complete',
    length: end + 2,
    peer: { source: undefined, destination: undefined, isLocal: false, commonName: undefined, ...peer },
  });
  // Whatever else stands in the line is to be ignored.
  if (protocol === 'UNKNOWN') return complete({});
  const family = protocol === 'TCP4' ? 4 : protocol === 'TCP6' ? 6 : undefined;
  if (family === undefined) return wrong('the PROXY line names another protocol than TCP4, TCP6 and UNKNOWN');
  const [sourceAddress = '', destinationAddress = '', sourcePort = '', destinationPort = ''] = rest;
  const ports = [sourcePort, destinationPort].map(portOf);
  const isSound =
    rest.length === 4 &&
    [sourceAddress, destinationAddress].every((text) => isIP(text) === family && !text.includes('%')) &&
    !ports.includes(undefined);
  if (!isSound) return wrong('the addresses or ports of the PROXY line cannot be read');
  return complete({
    source: { address: canonical(sourceAddress), port: ports[0] as number },
    destination: { address: canonical(destinationAddress), port: ports[1] as number },
  });
}

function portOf(text: string): number | undefined {
  return /^(0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;
}

const LOCAL = 0x20;
const PROXY = 0x21;

/** Bytes of one address, by the upper half of the family byte. */
const ADDRESS_LENGTHS: Readonly<Record<number, number>> = { 1: 4, 2: 16, 3: 108 };

function parseBinary(bytes: Buffer): ProxyHeader {
  const command = bytes[12] as number;
  const family = (bytes[13] as number) >> 4;
  const transport = (bytes[13] as number) & 0x0f;
  const variable = bytes.readUInt16BE(14);
  if (command !== LOCAL && command !== PROXY)
    return wrong('the PROXY header has an unknown version or command');
  if (variable > LONGEST_VARIABLE_PART) return wrong('the PROXY header is too long');
  const length = FIXED_LENGTH + variable;
  if (bytes.length < length) return INCOMPLETE;
  const complete = (peer: Partial<ProxiedPeer>): ProxyHeader => ({
    kind: 'complete',
    length,
    peer: { source: undefined, destination: undefined, isLocal: false, commonName: undefined, ...peer },
  });
  if (command === LOCAL) return complete({ isLocal: true });
  const addressLength = ADDRESS_LENGTHS[family];
  // UNSPEC: the proxy passes on what it does not know, and its length may be anything.
  if (family === 0) return complete({});
  if (addressLength === undefined) return wrong('the PROXY header names an unknown family of addresses');
  if (transport !== 1) return wrong('the PROXY header is about something else than a stream');
  const isUnix = family === 3;
  const addresses = addressLength * 2 + (isUnix ? 0 : 4);
  if (variable < addresses) return wrong('the PROXY header is too short for its addresses');
  const extensions = readExtensions(bytes.subarray(FIXED_LENGTH + addresses, length));
  if (extensions === undefined) return wrong('the extensions of the PROXY header cannot be read');
  if (isUnix) return complete(extensions);
  const port = FIXED_LENGTH + addressLength * 2;
  return complete({
    source: {
      address: addressText(bytes, FIXED_LENGTH, addressLength),
      port: bytes.readUInt16BE(port),
    },
    destination: {
      address: addressText(bytes, FIXED_LENGTH + addressLength, addressLength),
      port: bytes.readUInt16BE(port + 2),
    },
    ...extensions,
  });
}

function addressText(bytes: Buffer, start: number, length: number): string {
  if (length === 4) return bytes.subarray(start, start + 4).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(start + index * 2).toString(16));
  return canonical(groups.join(':'));
}

/**
 * The one form of an address by which it is compared with others (RFC 5952): `::1` may be written in many ways, and
 * an IPv4 address inside of IPv6 is that IPv4 address.
 */
function canonical(address: string): string {
  if (isIPv4(address)) return address;
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(text) ?? [];
  if (high === undefined || low === undefined) return text;
  const bits = Number.parseInt(high, 16) * 0x10000 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256).join('.');
}

const TLV_SSL = 0x20;
const TLV_SSL_CN = 0x22;

/** client (1 byte), verify (4 bytes). */
const SSL_HEAD = 5;
const CLIENT_CERTIFICATE_THIS_CONNECTION = 0x02;
const CLIENT_CERTIFICATE_THIS_SESSION = 0x04;

/** Undefined when the lengths do not add up. */
function readExtensions(bytes: Buffer): { commonName: string | undefined } | undefined {
  const extensions = tlvs(bytes);
  if (!extensions) return undefined;
  const ssl = extensions.find(({ type }) => type === TLV_SSL)?.value;
  if (!ssl) return { commonName: undefined };
  if (ssl.length < SSL_HEAD) return undefined;
  const inner = tlvs(ssl.subarray(SSL_HEAD));
  if (!inner) return undefined;
  const presented =
    ((ssl[0] as number) & (CLIENT_CERTIFICATE_THIS_CONNECTION | CLIENT_CERTIFICATE_THIS_SESSION)) !== 0;
  // A name counts only with a certificate that the proxy found good (verify 0).
  const isVerified = presented && ssl.readUInt32BE(1) === 0;
  const name = inner.find(({ type }) => type === TLV_SSL_CN)?.value.toString('utf8');
  return { commonName: isVerified && name ? name : undefined };
}

function tlvs(bytes: Buffer): Array<{ type: number; value: Buffer }> | undefined {
  const found: Array<{ type: number; value: Buffer }> = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 3 > bytes.length) return undefined;
    const end = at + 3 + bytes.readUInt16BE(at + 1);
    if (end > bytes.length) return undefined;
    found.push({ type: bytes[at] as number, value: bytes.subarray(at + 3, end) });
    at = end;
  }
  return found;
}
