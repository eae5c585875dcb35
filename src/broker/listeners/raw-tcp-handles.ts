import type { Server } from 'node:net';

/*
 * The handles that stand behind `net.Socket`: what the raw transport uses of Node's inner parts, and nothing else
 * of them. Nothing promises that they stay, so that they are looked at before they are used (`raw-tcp-check.ts`).
 */

/** A libuv TCP stream. What answers a number answers 0 or a negative error of libuv, which `getSystemErrorName` knows. */
export interface TcpHandle {
  /** Whose handle it is: ours, so that one function serves all handles. */
  owner: unknown;
  /** Called when something was read, or the peer's end or an error was: see `StreamState`. */
  onread: (this: TcpHandle) => void;
  /** Has everything read into this memory, of which the handle holds no reference. */
  useUserBuffer(buffer: Uint8Array): void;
  readStart(): number;
  readStop(): number;
  /** Writes at once what the system takes; the rest with the request, whose memory must stay until it is complete. */
  writeBuffer(request: WriteRequest, bytes: Uint8Array): number;
  writev(request: WriteRequest, chunks: readonly Uint8Array[], allBuffers: true): number;
  /** Sends the end once everything written is sent. */
  shutdown(request: ShutdownRequest): number;
  getpeername(into: Address): number;
  getsockname(into: Address): number;
  /** Bytes that the system has not taken, less with each piece of a large write. */
  readonly writeQueueSize?: number;
  setNoDelay(on: boolean): number;
  /** Cancels what is under way; `closed` is called in a later turn. */
  close(closed: (this: TcpHandle) => void): void;
}

export interface Address {
  address: string;
  port: number;
}

export interface WriteRequest {
  transport: unknown;
  /** Held until the system has taken them. */
  blocks: readonly Uint8Array[] | undefined;
  bytes: number;
  oncomplete: (this: WriteRequest, status: number) => void;
}

export interface ShutdownRequest {
  transport: unknown;
  oncomplete: (this: ShutdownRequest, status: number) => void;
}

/** What the last call of a handle left behind, in a table that all handles share. */
interface StreamState {
  readonly table: Int32Array;
  /** Place of the bytes that were read, or the error. */
  readonly bytesRead: number;
  /** Place of 1 when the last write was not done at once. */
  readonly wasAsync: number;
}

/** Everything of Node's inner parts that the raw transport needs. */
export interface TcpHandles {
  readonly WriteRequest: new () => WriteRequest;
  readonly ShutdownRequest: new () => ShutdownRequest;
  readonly state: StreamState;
}

interface StreamWrap {
  readonly WriteWrap?: new () => WriteRequest;
  readonly ShutdownWrap?: new () => ShutdownRequest;
  readonly streamBaseState?: unknown;
  readonly kReadBytesOrError?: unknown;
  readonly kLastWriteWasAsync?: unknown;
}

/** Undefined when this Node.js does not have them, or not in the form that is known here. */
export function findTcpHandles(): TcpHandles | undefined {
  const { binding } = process as unknown as { binding?: (name: string) => StreamWrap };
  if (binding === undefined) return undefined;
  let wrap: StreamWrap;
  try {
    wrap = binding.call(process, 'stream_wrap');
  } catch {
    return undefined; // not for everybody under Node's permission model
  }
  const { WriteWrap, ShutdownWrap, streamBaseState, kReadBytesOrError, kLastWriteWasAsync } = wrap;
  const isKnown =
    typeof WriteWrap === 'function' &&
    typeof ShutdownWrap === 'function' &&
    streamBaseState instanceof Int32Array &&
    typeof kReadBytesOrError === 'number' &&
    typeof kLastWriteWasAsync === 'number';
  if (!isKnown) return undefined;
  return {
    WriteRequest: WriteWrap,
    ShutdownRequest: ShutdownWrap,
    state: { table: streamBaseState, bytesRead: kReadBytesOrError, wasAsync: kLastWriteWasAsync },
  };
}

/** The handle of a listening server; `handle` is undefined when accepting failed. */
interface ServerHandle {
  onconnection: (status: number, handle: TcpHandle | undefined) => void;
}

/**
 * Has a listening server hand over bare handles instead of sockets. False when it cannot.
 * @param accept a new connection
 */
export function takeHandles(server: Server, accept: (handle: TcpHandle) => void): boolean {
  const { _handle } = server as unknown as { _handle?: Partial<ServerHandle> | null };
  if (!_handle || typeof _handle.onconnection !== 'function') return false;
  _handle.onconnection = (status, handle) => {
    if (status === 0 && handle !== undefined) accept(handle);
  };
  return true;
}
