import assert from 'node:assert/strict';
import { createHash, getHashes } from 'node:crypto';
import { test } from 'node:test';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { resultOf } from '../../../../test/support/sql-event.ts';
import { fromJsonText, toJsonText } from '../../json.ts';
import { decodeTerm, encodeTerm } from './external-term.ts';
import { md4 } from './md4.ts';

const results: readonly (readonly [string, string])[] = [
  // hashing
  ["md5('')", '"d41d8cd98f00b204e9800998ecf8427e"'],
  ['md5(5)', 'refused: md5(): expected text, got an integer'],
  ['md5(qos)', 'error: md5(): expected text, got an integer'],
  ["hash('sha3_256', '')", '"a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a"'],
  ["hash('ripemd160', '')", '"9c1185a5c5e9fc54612808977ee8f548b2258d31"'],
  ["hash('sm3', 'abc')", '"66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"'],
  ["bytesize(hash('blake2b', ''))", '128'],
  ["bytesize(hash('blake2s', ''))", '64'],
  // codecs
  ["base64_decode('bXF0dA')", 'error: base64_decode(): the text is not Base64'],
  ["base64_decode('bXF0dA', 'no_padding')", '"mqtt"'],
  ["base64_decode('bXF0dA==', 'no_padding')", '"mqtt"'],
  ["base64_decode('eD8_Pg==')", 'error: base64_decode(): the text is not Base64'],
  ["base64_decode('eD8_Pg==', 'urlsafe')", '"x??>"'],
  ["base64_decode('b', 'no_padding')", 'error: base64_decode(): the text is not Base64'],
  ["base64_decode('!')", 'error: base64_decode(): the text is not Base64'],
  ["base64_decode(unescape('bXF0\\ndA=='))", '"mqtt"'],
  ["base64_decode('')", '""'],
  ["base64_encode('a', 'nopad')", "refused: base64_encode(): expected 'no_padding', 'urlsafe', got 'nopad'"],
  ['base64_encode(payload.x)', 'error: base64_encode(): expected text, got an integer'],
  ["hexstr2bin('xy')", 'error: hexstr2bin(): the text is not hexadecimal'],
  ["hexstr2bin('0x6d')", 'error: hexstr2bin(): the text is not hexadecimal'],
  ["hexstr2bin('6d', '0x')", '"m"'],
  ["hexstr2bin('')", '""'],
  ["bin2hexstr(hexstr2bin('ff00'))", '"FF00"'],
  ["json_decode('{')", 'error: json_decode(): the text is not JSON'],
  ["json_decode('')", 'error: json_decode(): the text is not JSON'],
  ["json_decode('12345678901234567890')", '12345678901234567890'],
  ["is_float(json_decode('4.0'))", 'true'],
  ['json_decode(payload.x)', 'error: json_decode(): expected text, got an integer'],
  ['json_encode(nosuch)', '"\\"undefined\\""'],
  ['json_encode(payload.n)', '"null"'],
  ['json_encode(6 / 2)', '"3.0"'],
  ['term_decode(payload)', 'error: term_decode(): these bytes are not an Erlang term'],
  [
    "term_decode(hexstr2bin('836801610A'))",
    'error: term_decode(): there is no value for an Erlang term with the tag 104',
  ],
  ["term_decode(hexstr2bin('836C0000000161016A'))", '[1]'],
  [
    "term_decode(hexstr2bin('836CFFFFFFFF61016A'))",
    'error: term_decode(): these bytes are not an Erlang term',
  ],
  [
    "term_decode(hexstr2bin('83640004747275656101'))",
    'error: term_decode(): these bytes are not an Erlang term',
  ],
  ["term_decode(hexstr2bin('8364000474727565'))", 'true'],
  ["term_decode(hexstr2bin('837704726F6F74'))", '"root"'],
  ['bin2hexstr(term_encode(true))', '"83770474727565"'],
  ['bin2hexstr(term_encode(-1))', '"8362FFFFFFFF"'],
  ['bin2hexstr(term_encode(1.5))', '"83463FF8000000000000"'],
  ['bin2hexstr(term_encode(4294967296))', '"836E05000000000001"'],
  // compression
  ["gunzip('abc')", 'error: gunzip(): these bytes are not what gunzip() unpacks'],
  ["unzip(gzip('abc'))", 'error: unzip(): these bytes are not what unzip() unpacks'],
  ["gunzip('')", 'error: gunzip(): these bytes are not what gunzip() unpacks'],
  ["gunzip(gzip(''))", '""'],
  ['gzip(payload.x)', 'error: gzip(): expected text, got an integer'],
];

for (const [expression, result] of results) {
  test(`${expression} gives ${result}`, () => assert.equal(resultOf(expression), result));
}

test('a small text that unpacks to much is refused', () => {
  const zeros = Buffer.alloc(64 * 1024 * 1024);
  const bombs = { gunzip: gzipSync(zeros), unzip: deflateRawSync(zeros), zip_uncompress: deflateSync(zeros) };
  for (const [name, payload] of Object.entries(bombs)) {
    assert.equal(
      resultOf(`${name}(payload)`, { payload }),
      `error: ${name}(): more than 1048576 bytes are not compressed or unpacked`,
    );
  }
  assert.match(resultOf('gzip(payload)', { payload: 'x'.repeat(1_048_577) }), /more than 1048576 bytes/);
});

test('MD4 is that of RFC 1320', () => {
  const digests = [
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['message digest', 'd9130a8164549fe818874806e1c7014b'],
    ['1234567890'.repeat(8), 'e33b4ddc9c38f2199c3e7b164fcc0536'],
  ] as const;
  for (const [text, hash] of digests) assert.equal(md4(Buffer.from(text)).toString('hex'), hash);
});

test('the hashes are those of the crypto library', () => {
  assert.ok(getHashes().includes('sha512-256'));
  const expected = createHash('sha512-256').update('mqtt').digest('hex');
  assert.equal(resultOf("hash('sha512_256', 'mqtt')"), `"${expected}"`);
});

test('any value of JSON comes back from the external term format', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (text) => {
      const value = fromJsonText(text);
      assert.equal(toJsonText(decodeTerm(encodeTerm(value))), toJsonText(value));
    }),
  );
});

test('integers of any size come back from the external term format', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 3000n), max: 2n ** 3000n }), (integer) => {
      assert.equal(String(decodeTerm(encodeTerm(fromJsonText(String(integer))))), String(integer));
    }),
  );
});
