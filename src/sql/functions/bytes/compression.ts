import * as zlib from 'node:zlib';
import { LARGEST_COMPRESSED } from '../../limits.ts';
import { SqlRuntimeError } from '../../sql-error.ts';
import { textOfBytes } from '../../values.ts';
import { bytesArgument } from '../arguments.ts';
import { type FunctionEntry, pure, type Wording } from '../function-entry.ts';

const group = 'compression';

/** What comes out stops at the bound, however small what goes in is. */
const bound: zlib.ZlibOptions = { maxOutputLength: LARGEST_COMPRESSED };

type Pack = (bytes: Buffer) => Buffer;
type Unpack = (bytes: Buffer, options: zlib.ZlibOptions) => Buffer;

function packing(name: string, meaning: Wording, pack: Pack, inverse: string): FunctionEntry {
  return {
    name,
    group,
    forms: ['b: bytes'],
    gives: 'bytes',
    meaning,
    examples: [[`${inverse}(${name}('abc'))`, '"abc"']],
    bind: pure((b) => {
      const bytes = bytesArgument(b);
      if (bytes.length > LARGEST_COMPRESSED) throw tooLarge();
      return textOfBytes(pack(bytes));
    }),
  };
}

function unpacking(name: string, meaning: Wording, unpack: Unpack, inverse: string): FunctionEntry {
  return {
    name,
    group,
    forms: ['b: bytes'],
    gives: 'bytes',
    meaning,
    examples: [[`${name}(${inverse}('温度 温度 温度'))`, '"温度 温度 温度"']],
    bind: pure((b) => {
      const bytes = bytesArgument(b);
      try {
        return textOfBytes(unpack(bytes, bound));
      } catch (error) {
        throw isTooLarge(error) ? tooLarge() : new SqlRuntimeError({ code: 'notCompressed', name });
      }
    }),
  };
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

function tooLarge(): SqlRuntimeError {
  return new SqlRuntimeError({ code: 'compressedTooLarge', limit: LARGEST_COMPRESSED });
}

export const compression: readonly FunctionEntry[] = [
  packing(
    'gzip',
    { en: 'compressed as a gzip file', zh: '压缩为 gzip 格式' },
    (bytes) => zlib.gzipSync(bytes),
    'gunzip',
  ),
  unpacking('gunzip', { en: 'unpacked from a gzip file', zh: '解压 gzip 格式' }, zlib.gunzipSync, 'gzip'),
  packing(
    'zip',
    { en: 'compressed as raw deflate data, without a header', zh: '压缩为无头部的 deflate 数据' },
    (bytes) => zlib.deflateRawSync(bytes),
    'unzip',
  ),
  unpacking(
    'unzip',
    { en: 'unpacked from raw deflate data', zh: '解压无头部的 deflate 数据' },
    zlib.inflateRawSync,
    'zip',
  ),
  packing(
    'zip_compress',
    { en: 'compressed as zlib data (RFC 1950)', zh: '压缩为 zlib 数据（RFC 1950）' },
    (bytes) => zlib.deflateSync(bytes),
    'zip_uncompress',
  ),
  unpacking(
    'zip_uncompress',
    { en: 'unpacked from zlib data', zh: '解压 zlib 数据' },
    zlib.inflateSync,
    'zip_compress',
  ),
];
