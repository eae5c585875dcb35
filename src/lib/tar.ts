import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

/** A file of an archive. */
export interface TarFile {
  /** With `/`, relative, without `..`. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** What may be in an archive that somebody sent. */
export interface TarLimits {
  /** Bytes of all of it when it is unpacked. */
  readonly unpacked: number;
  readonly files: number;
}

/** An archive that is none, or that nobody should unpack, with a sentence for who sent it. */
export class TarError extends Error {
  override readonly name = 'TarError';
}

const BLOCK = 512;
const packed = promisify(gzip);
const unpacked = promisify(gunzip);

/** Of a `.tar.gz`, every file that it holds; nothing is written anywhere. @throws TarError */
export async function readTarGz(bytes: Uint8Array, limits: TarLimits): Promise<TarFile[]> {
  return readTar(await unzip(bytes, limits.unpacked), limits);
}

/** @param modifiedAt Unix milliseconds */
export function writeTarGz(files: readonly TarFile[], modifiedAt: number): Promise<Buffer> {
  return packed(writeTar(files, modifiedAt));
}

async function unzip(bytes: Uint8Array, limit: number): Promise<Buffer> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw new TarError('this is no gzip file');
  try {
    return await unpacked(bytes, { maxOutputLength: limit });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE')
      throw new TarError(`unpacked it would take more than ${limit / 1024 / 1024} MB`);
    if (code === 'Z_BUF_ERROR') throw new TarError('it is cut off: the end of the gzip file is missing');
    throw new TarError('the gzip file is damaged');
  }
}

/** @throws TarError */
export function readTar(bytes: Buffer, limits: TarLimits): TarFile[] {
  const files: TarFile[] = [];
  let longName: string | undefined;
  let offset = 0;
  while (true) {
    if (offset + BLOCK > bytes.length) {
      if (offset === 0 || offset < bytes.length) throw new TarError('it is cut off inside a header');
      return files; // EMQX's archives end so as well as with empty blocks.
    }
    const header = bytes.subarray(offset, offset + BLOCK);
    if (header.every((byte) => byte === 0)) return files;
    if (!isHeader(header)) throw new TarError('this is no tar archive, or it is damaged');
    const size = numberAt(header, 124, 12);
    if (size === undefined || size > limits.unpacked) throw new TarError('an entry has no usable size');
    const start = offset + BLOCK;
    if (start + size > bytes.length) throw new TarError('it is cut off inside a file');
    const body = bytes.subarray(start, start + size);
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
    const type = String.fromCharCode(header[156] ?? 0);
    // Of GNU tar and of POSIX: the name of the next entry, where it is long.
    if (type === 'L') longName = textOf(body);
    else if (type === 'x') longName = paxPath(body) ?? longName;
    else if (type !== 'g') {
      const path = checkedPath(longName ?? nameIn(header));
      longName = undefined;
      if (type === '5') continue;
      if (type !== '0' && type !== '\0')
        throw new TarError(`${path} is no plain file: links and devices are not taken`);
      if (files.length >= limits.files) throw new TarError(`it holds more than ${limits.files} files`);
      if (files.some((file) => file.path === path)) throw new TarError(`it holds ${path} twice`);
      files.push({ path, bytes: body });
    }
  }
}

function isHeader(header: Buffer): boolean {
  const said = numberAt(header, 148, 8);
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : (header[i] ?? 0);
  return said === sum;
}

/** Octal digits; the binary form is for files of more than 8 GB, which are not taken. */
function numberAt(header: Buffer, start: number, length: number): number | undefined {
  const text = textOf(header.subarray(start, start + length)).trim();
  return /^[0-7]{1,12}$/.test(text) ? Number.parseInt(text, 8) : undefined;
}

function nameIn(header: Buffer): string {
  const name = textOf(header.subarray(0, 100));
  const isUstar = header.toString('latin1', 257, 262) === 'ustar';
  // What GNU tar writes there is something else.
  const isPosix = isUstar && header[262] === 0;
  const prefix = isPosix ? textOf(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** `25 path=some/name\n` */
function paxPath(body: Buffer): string | undefined {
  let path: string | undefined;
  let offset = 0;
  while (offset < body.length) {
    const space = body.indexOf(0x20, offset);
    const length = space < 0 ? Number.NaN : Number(body.toString('latin1', offset, space));
    if (!(length > space - offset + 1) || offset + length > body.length)
      throw new TarError('an extended header is damaged');
    const [name, ...value] = body.toString('utf8', space + 1, offset + length - 1).split('=');
    if (name === 'path') path = value.join('=');
    offset += length;
  }
  return path;
}

function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

function checkedPath(name: string): string {
  const path = name.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  const levels = path.split('/');
  const isInside = !/^\/|^[a-z]:|[\\\0]/i.test(path) && !levels.includes('..');
  if (path.length > 1024 || !isInside)
    throw new TarError(`it holds the path ${JSON.stringify(name.slice(0, 200))}, which leads out of it`);
  return path;
}

function writeTar(files: readonly TarFile[], modifiedAt: number): Buffer {
  const parts: Buffer[] = [];
  for (const { path, bytes } of files) {
    parts.push(headerOf(path, bytes.length, modifiedAt), bytes);
    const rest = bytes.length % BLOCK;
    if (rest > 0) parts.push(Buffer.alloc(BLOCK - rest));
  }
  parts.push(Buffer.alloc(2 * BLOCK));
  return Buffer.concat(parts);
}

/** POSIX ustar, which everything reads; paths here are short. */
function headerOf(path: string, size: number, modifiedAt: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(path, 0, 100);
  header.write('0000600\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write(
    `${Math.floor(modifiedAt / 1000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
  );
  header.write('        0ustar\0', 148);
  header.write('00', 263);
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
