import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { bits, der, integer, objectId, octets, sequence, set, time, truth, utf8 } from './der.ts';

export interface SelfSigned {
  /** PEM, as is the key. */
  readonly certificate: string;
  readonly privateKey: string;
}

const ECDSA_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));
const COMMON_NAME = '2.5.4.3';
const DAY = 86_400_000;

/**
 * A certificate that vouches for itself, for development: clients are told to trust this very one. A P-256 key; the
 * names are host names and IP addresses, the first one is the subject.
 */
export function selfSigned(names: readonly string[], days: number, now: number): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const name = sequence(set(sequence(objectId(COMMON_NAME), utf8(names[0] ?? 'localhost'))));
  const keyId = createHash('sha1').update(key).digest();
  const body = sequence(
    der(0xa0, integer(Buffer.of(2))), // version 3
    integer(Buffer.concat([Buffer.of(0x01), randomBytes(15)])),
    ECDSA_SHA256,
    name,
    // Clocks of devices differ.
    sequence(time(now - DAY), time(now + days * DAY)),
    name,
    key,
    der(
      0xa3,
      sequence(
        extension('2.5.29.14', octets(keyId)),
        extension('2.5.29.17', sequence(...names.map(alternativeName))),
        // It is its own authority, so that it can be given to clients as one.
        extension('2.5.29.19', sequence(truth()), true),
        extension('2.5.29.15', bits(Buffer.of(0x84), 2), true), // digitalSignature, keyCertSign
        extension('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.1'))), // serverAuth
      ),
    ),
  );
  const signature = sign('sha256', body, privateKey);
  return {
    certificate: pem('CERTIFICATE', sequence(body, ECDSA_SHA256, bits(signature))),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function extension(id: string, value: Uint8Array, isCritical = false): Buffer {
  return sequence(objectId(id), ...(isCritical ? [truth()] : []), octets(value));
}

function alternativeName(name: string): Buffer {
  return isIP(name) === 0 ? der(0x82, Buffer.from(name)) : der(0x87, addressBytes(name));
}

/** Four bytes, or sixteen. */
function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const { hostname } = new URL(`http://[${address}]`);
  const [head = '', tail] = hostname.slice(1, -1).split('::');
  const words = (text: string) =>
    text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16));
  const [before, after] = [words(head), words(tail ?? '')];
  const zeros = tail === undefined ? [] : Array<number>(8 - before.length - after.length).fill(0);
  const bytes = Buffer.alloc(16);
  for (const [index, word] of [...before, ...zeros, ...after].entries()) bytes.writeUInt16BE(word, index * 2);
  return bytes;
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
