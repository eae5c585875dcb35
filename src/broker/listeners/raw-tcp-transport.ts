import { getSystemErrorName } from 'node:util';
import { plainAddress } from '../../lib/peer-address.ts';
import type { Transport, TransportListener } from '../connections/transport.ts';
import { reasonOfSocketError } from '../disconnect-reason.ts';
import type { Address, ShutdownRequest, TcpHandle, TcpHandles, WriteRequest } from './raw-tcp-handles.ts';

/** Bytes that fit one segment of TCP on any way (RFC 9293 §3.7.1). */
const ONE_SEGMENT = 536;

/** libuv's number for it, which is no error of the system and the same everywhere. */
const END_OF_STREAM = -4095;

/** Read into by all connections in turn: what a chunk holds is used up, or copied, before the next read. */
const READ_BUFFER = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * A TCP connection on Node's bare handle, without a `net.Socket`: one object instead of a stream with its two
 * states, a dozen listeners and a buffer for each read (docs/decisions/0007).
 */
export class RawTcpTransport implements Transport {
  readonly #handle: TcpHandle;
  readonly #handles: TcpHandles;
  #listener: TransportListener | undefined = undefined;
  /** Asked for when somebody wants to know: that is a system call. Empty when the connection had gone by then. */
  #remoteAddress: string | undefined = undefined;
  #remotePort = 0;
  #localAddress: string | undefined = undefined;
  #localPort = 0;
  /** Whether a first, small write was made, and whether Nagle's algorithm is off. */
  #hasWritten = false;
  #hasNoDelay = false;
  /** Bytes of the requests that the system has not taken completely. */
  #pending = 0;
  #isReading = false;
  #hasEnded = false;
  #isEnding = false;
  #hasShutDown = false;
  #isClosed = false;
  /** What ended it, by `reasonOfSocketError`. */
  #reason: string | undefined = undefined;

  constructor(handle: TcpHandle, handles: TcpHandles) {
    this.#handle = handle;
    this.#handles = handles;
    handle.owner = this;
    handle.onread = onRead;
  }

  /** Tells the listener what happens from now on. */
  start(listener: TransportListener): void {
    this.#listener = listener;
    this.#handle.useUserBuffer(READ_BUFFER);
    this.resume();
  }

  get remoteAddress(): string {
    if (this.#remoteAddress === undefined) this.#askForPeer();
    return this.#remoteAddress ?? '';
  }

  get remotePort(): number {
    if (this.#remoteAddress === undefined) this.#askForPeer();
    return this.#remotePort;
  }

  get localAddress(): string {
    if (this.#localAddress === undefined) this.#askForSelf();
    return this.#localAddress ?? '';
  }

  get localPort(): number {
    if (this.#localAddress === undefined) this.#askForSelf();
    return this.#localPort;
  }

  get canWrite(): boolean {
    return this.#pending === 0;
  }

  get unsentBytes(): number {
    return this.#pending;
  }

  get backlog(): number {
    return this.#isClosed ? 0 : (this.#handle.writeQueueSize ?? this.#pending);
  }

  write(blocks: readonly Buffer[]): boolean {
    if (this.#isClosed || this.#isEnding) return true;
    if (!this.#hasNoDelay) this.#preventDelay(blocks);
    const handle = this.#handle;
    const request = spareRequest ?? new this.#handles.WriteRequest();
    spareRequest = undefined;
    const single = blocks.length === 1 ? blocks[0] : undefined;
    const status =
      single === undefined ? handle.writev(request, blocks, true) : handle.writeBuffer(request, single);
    if (status !== 0) {
      this.#fail(status);
      return false;
    }
    const { table, wasAsync } = this.#handles.state;
    if (table[wasAsync] === 0) {
      spareRequest = request;
      return true;
    }
    let bytes = 0;
    for (const block of blocks) bytes += block.length;
    this.#pending += bytes;
    request.bytes = bytes;
    request.blocks = blocks;
    request.transport = this;
    request.oncomplete = onWritten;
    return false;
  }

  /**
   * Nagle's algorithm holds a segment back only while one before it is not acknowledged. So the first write, if it is one
   * segment, needs no system call against it: a client that connects and says nothing more never does.
   */
  #preventDelay(blocks: readonly Buffer[]): void {
    const isFirst = !this.#hasWritten;
    this.#hasWritten = true;
    if (isFirst && blocks.length === 1 && (blocks[0]?.length ?? 0) <= ONE_SEGMENT) return;
    this.#hasNoDelay = true;
    this.#handle.setNoDelay(true);
  }

  pause(): void {
    if (this.#isClosed || !this.#isReading) return;
    this.#isReading = false;
    this.#handle.readStop();
  }

  resume(): void {
    if (this.#isClosed || this.#hasEnded || this.#isReading) return;
    this.#isReading = true;
    const status = this.#handle.readStart();
    if (status !== 0) this.#fail(status);
  }

  end(): void {
    if (this.#isClosed || this.#isEnding) return;
    this.#isEnding = true;
    const request = new this.#handles.ShutdownRequest();
    request.transport = this;
    request.oncomplete = onShutDown;
    if (this.#handle.shutdown(request) !== 0) this.shutDown(); // a peer that reset is not connected any more
  }

  destroy(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#handle.close(onClosed);
  }

  /** Something was read: so many bytes, or an error below 0. To be called by the handle alone. */
  read(): void {
    const { table, bytesRead } = this.#handles.state;
    const count = table[bytesRead] as number;
    if (count > 0) {
      if (!this.#isClosed) this.#listener?.onBytes(READ_BUFFER, count);
    } else if (count < 0) this.#readEnd(count);
  }

  /** The system has taken a request, or it failed. */
  written(bytes: number, status: number): void {
    if (this.#isClosed) return;
    this.#pending -= bytes;
    if (status < 0) this.#fail(status);
    else if (this.#pending === 0 && !this.#isEnding) this.#listener?.onDrain();
  }

  /** Our end was sent. */
  shutDown(): void {
    this.#hasShutDown = true;
    if (this.#hasEnded) this.destroy();
  }

  closed(): void {
    this.#listener?.onClosed(this.#reason ?? reasonOfSocketError(undefined));
    this.#listener = undefined;
  }

  #readEnd(error: number): void {
    if (error !== END_OF_STREAM) {
      this.#fail(error);
      this.#listener?.onBroken();
      return;
    }
    this.#hasEnded = true;
    this.#listener?.onEnded(reasonOfSocketError(undefined));
    if (this.#hasShutDown) this.destroy();
  }

  #fail(error: number): void {
    if (this.#isClosed) return;
    this.#reason = reasonOfSocketError(getSystemErrorName(error));
    this.destroy();
  }

  #askForPeer(): void {
    const isKnown = !this.#isClosed && this.#handle.getpeername(answer) === 0;
    this.#remoteAddress = isKnown ? plainText(answer.address) : '';
    this.#remotePort = isKnown ? answer.port : 0;
  }

  #askForSelf(): void {
    const isKnown = !this.#isClosed && this.#handle.getsockname(answer) === 0;
    this.#localAddress = isKnown ? plainText(answer.address) : '';
    this.#localPort = isKnown ? answer.port : 0;
  }
}

/** Filled by each question after an address. */
const answer: Address = { address: '', port: 0 };

/** Addresses of some connections before, as the system says them and as people write them: many have the same one. */
const addresses: string[] = [];
const plainAddresses: string[] = [];
const ADDRESSES_KEPT = 16;
let oldestAddress = 0;

/** `plainAddress`, with one text for all connections of an address. */
function plainText(address: string): string {
  const known = addresses.indexOf(address);
  if (known >= 0) return plainAddresses[known] as string;
  const plain = plainAddress(address);
  addresses[oldestAddress] = address;
  plainAddresses[oldestAddress] = plain;
  oldestAddress = (oldestAddress + 1) % ADDRESSES_KEPT;
  return plain;
}

/** A request that was not needed because the system took everything at once: nearly every one. */
let spareRequest: WriteRequest | undefined;

function onRead(this: TcpHandle): void {
  (this.owner as RawTcpTransport).read();
}

function onClosed(this: TcpHandle): void {
  (this.owner as RawTcpTransport).closed();
}

function onWritten(this: WriteRequest, status: number): void {
  const { bytes, transport } = this;
  this.blocks = undefined;
  (transport as RawTcpTransport).written(bytes, status);
}

function onShutDown(this: ShutdownRequest): void {
  (this.transport as RawTcpTransport).shutDown();
}
