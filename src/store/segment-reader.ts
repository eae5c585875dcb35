import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { claimedEnd, nextRecord, RECORD_HEAD, recordEnd, SEGMENT_HEAD } from './log-record.ts';

/** Bytes read at a time, into the same memory: a large log passes through what the processor keeps near. */
const PIECE = 1024 * 1024;

export interface SegmentVisitor {
  /** The contents of one undamaged record, valid during the call. */
  record(contents: Buffer): void;
  /** Bytes that are no record although a record follows, or that have the size of one. */
  damage(bytes: Buffer, offset: number): void;
  /** The file ends within a record, as after a kill in the middle of a write; how many bytes are cut off. */
  tornTail(bytes: number): void;
}

/** False when the file is none of ours or of a newer form; it is then not read. An empty one is a start that was cut off. */
export function readSegment(file: string, visitor: SegmentVisitor): boolean {
  const fd = openSync(file, 'r');
  try {
    const size = fstatSync(fd).size;
    const head = readExactly(fd, 0, Math.min(size, SEGMENT_HEAD.length));
    if (!head.equals(SEGMENT_HEAD.subarray(0, head.length))) return false;
    readRecords(fd, size, visitor);
    return true;
  } finally {
    closeSync(fd);
  }
}

function readRecords(fd: number, size: number, visitor: SegmentVisitor): void {
  let memory = Buffer.allocUnsafeSlow(PIECE);
  let piece: Buffer = Buffer.alloc(0);
  /** Where `piece` begins and ends in the file, and how far it is read. */
  let start = SEGMENT_HEAD.length;
  let at = 0;
  while (start + at < size) {
    const end = recordEnd(piece, at);
    if (end !== undefined) {
      visitor.record(piece.subarray(at + RECORD_HEAD, end));
      at = end;
      continue;
    }
    const wanted = claimedEnd(piece, at) ?? at + RECORD_HEAD;
    const isCutByPiece = wanted > piece.length && start + piece.length < size;
    if (isCutByPiece && start + wanted <= size) {
      start += at;
      if (wanted - at > memory.length) memory = Buffer.allocUnsafeSlow(wanted - at);
      piece = readInto(memory, fd, start, Math.min(size - start, memory.length));
      at = 0;
      continue;
    }
    // Damaged, or the end: whichever it is shows when all that follows is at hand.
    start += at;
    piece = readExactly(fd, start, size - start);
    const next = nextRecord(piece, 1);
    if (next === undefined) {
      const claimed = claimedEnd(piece, 0);
      if (claimed !== undefined && claimed <= piece.length) visitor.damage(piece, start);
      else visitor.tornTail(piece.length);
      return;
    }
    visitor.damage(piece.subarray(0, next), start);
    at = next;
  }
}

function readExactly(fd: number, position: number, length: number): Buffer {
  return readInto(Buffer.allocUnsafeSlow(length), fd, position, length);
}

function readInto(bytes: Buffer, fd: number, position: number, length: number): Buffer {
  let done = 0;
  while (done < length) {
    const count = readSync(fd, bytes, done, length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return bytes.subarray(0, done);
}
