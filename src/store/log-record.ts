import type zlib from 'node:zlib';

/** First bytes of every segment: what it is, and in which form; the last one counts the forms. */
export const SEGMENT_HEAD: Buffer = Buffer.from('TOCSINL\x01', 'latin1');

/** First bytes of a record, which make it findable behind damaged bytes. */
const MARK: Buffer = Buffer.from([0xf5, 0x54, 0x4c, 0x52]);

/** Bytes in front of the contents of a record: mark, length and checksum of the contents. */
export const RECORD_HEAD = 12;

let loaded: typeof zlib | undefined;

/** From a part of Node that is loaded with the first record: a start without a log needs nothing of it. */
function crc32(bytes: Buffer): number {
  loaded ??= process.getBuiltinModule('node:zlib');
  return loaded.crc32(bytes);
}

/** Writes the head of a record that lies in `target`, `RECORD_HEAD` bytes in front of its contents. */
export function writeRecordHead(target: Buffer, length: number): void {
  MARK.copy(target, 0);
  target.writeUInt32LE(length - RECORD_HEAD, 4);
  target.writeUInt32LE(crc32(target.subarray(RECORD_HEAD, length)), 8);
}

/** The end of the whole and undamaged record that begins at `offset`; undefined when there is none. */
export function recordEnd(bytes: Buffer, offset: number): number | undefined {
  const end = claimedEnd(bytes, offset);
  if (end === undefined || end > bytes.length) return undefined;
  return crc32(bytes.subarray(offset + RECORD_HEAD, end)) === bytes.readUInt32LE(offset + 8)
    ? end
    : undefined;
}

/** Where the record at `offset` says that it ends; undefined when the bytes do not look like a record. */
export function claimedEnd(bytes: Buffer, offset: number): number | undefined {
  if (offset + RECORD_HEAD > bytes.length) return undefined;
  if (MARK.compare(bytes, offset, offset + MARK.length) !== 0) return undefined;
  return offset + RECORD_HEAD + bytes.readUInt32LE(offset + 4);
}

/** Where the next undamaged record begins, from `offset` on; undefined when none follows. */
export function nextRecord(bytes: Buffer, offset: number): number | undefined {
  for (let at = bytes.indexOf(MARK, offset); at >= 0; at = bytes.indexOf(MARK, at + 1))
    if (recordEnd(bytes, at) !== undefined) return at;
  return undefined;
}
