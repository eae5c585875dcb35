import { createHash } from 'node:crypto';
import type { Value } from '../../values.ts';
import { bytesArgument, oneOf } from '../arguments.ts';
import { type FunctionEntry, type FunctionExample, pure, type Wording } from '../function-entry.ts';
import { md4 } from './md4.ts';

const group = 'hashing';

/** EMQX's names of the algorithms, and OpenSSL's. */
const algorithms = {
  sha: 'sha1',
  sha224: 'sha224',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  sha512_224: 'sha512-224',
  sha512_256: 'sha512-256',
  sha3_224: 'sha3-224',
  sha3_256: 'sha3-256',
  sha3_384: 'sha3-384',
  sha3_512: 'sha3-512',
  blake2b: 'blake2b512',
  blake2s: 'blake2s256',
  ripemd160: 'ripemd160',
  sm3: 'sm3',
  md5: 'md5',
  md4: undefined,
} as const;

type Algorithm = keyof typeof algorithms;
const names = Object.keys(algorithms) as Algorithm[];
const algorithmOf = oneOf(names);

function digest(algorithm: Algorithm, b: Value): string {
  const bytes = bytesArgument(b);
  const name = algorithms[algorithm];
  return (name === undefined ? md4(bytes) : createHash(name).update(bytes).digest()).toString('hex');
}

function hashing(name: 'md5' | 'sha' | 'sha256', meaning: Wording, example: FunctionExample): FunctionEntry {
  const bind = pure((b) => digest(name, b));
  return { name, group, forms: ['b: bytes'], gives: 'text', meaning, examples: [example], bind };
}

/** All of them answer lower-case hexadecimal text. */
export const hashes: readonly FunctionEntry[] = [
  hashing('md5', { en: 'the MD5 hash, in hexadecimal', zh: 'MD5 哈希，十六进制' }, [
    "md5('mqtt')",
    '"46ee7eb02d4c3b504ce79c054464bfd2"',
  ]),
  hashing('sha', { en: 'the SHA-1 hash', zh: 'SHA-1 哈希' }, [
    "sha('mqtt')",
    '"6c6756c82eca0bdd4c1340fa24d4f6081e906aeb"',
  ]),
  hashing('sha256', { en: 'the SHA-256 hash', zh: 'SHA-256 哈希' }, [
    "sha256('mqtt')",
    '"046adb88a188465c6ba56443392821e60e97d3806445ba0e9daea6fb7a94271e"',
  ]),
  {
    name: 'hash',
    group,
    forms: [`algorithm: ${names.map((name) => `'${name}'`).join(' | ')}, b: bytes`],
    gives: 'text',
    meaning: { en: 'the hash by that algorithm', zh: '按该算法计算的哈希' },
    examples: [
      ["hash('sha224', 'mqtt')", '"dc59b431fcaf2fa73d5fb8190f749b721dfb9fdf6b1ba6015b5c96cd"'],
      ["hash('md4', 'abc')", '"a448017aaf21d8525fc10ae87aa6729d"'],
    ],
    bind: pure((algorithm, b) => digest(algorithmOf(algorithm), b)),
  },
];
