import type { Encryption } from './encryption.ts';
import type { PeerCertificate } from './peer-certificate.ts';
import type { Vouched } from './vouched.ts';

/** A stream of bytes to one peer: a TCP socket or a WebSocket. The one thing about a connection that differs between listeners. */
export interface Transport {
  /** The peer's address and port, `''` and 0 when it was gone before we asked. */
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  /** Undefined when the peer showed none, or none that counts. */
  readonly peerCertificate?: PeerCertificate | undefined;
  /** Read when somebody asks; undefined where the bytes are plain, or a proxy has decrypted them. */
  readonly encryption?: Encryption | undefined;
  /** Undefined where the client has to say and to prove who it is. */
  readonly vouched?: Vouched | undefined;
  /** False while the system takes no more bytes; `onDrain` tells when it does again. */
  readonly canWrite: boolean;
  /** Bytes that were written here and that the system has not taken. */
  readonly unsentBytes: number;
  /** The same, as exactly as the system tells: it also sinks while a large write is taken piece by piece. */
  readonly backlog: number;
  /** True when the system has taken the bytes, so that the caller may use the buffers again. */
  write(blocks: readonly Buffer[]): boolean;
  /** Stops reading, so that the peer has to wait, until `resume`. */
  pause(): void;
  resume(): void;
  /** Closes once everything written is sent. */
  end(): void;
  /** Closes at once. */
  destroy(): void;
}

/** What a transport tells its connection. */
export interface TransportListener {
  /**
   * The chunk is good during the call only: the next connection reads into the same memory.
   * @param length of it, if not all
   */
  onBytes(chunk: Buffer, length?: number): void;
  onDrain(): void;
  /** The peer sends no more; it may still read. `onClosed` follows. */
  onEnded(reason: string): void;
  /** Reading failed; `onClosed` follows in a later turn. Of use to those who wait for others whose connections break. */
  onBroken(): void;
  /** Once; the reason is one of `disconnect-reason.ts` for an end that the peer or the network brought about. */
  onClosed(reason: string): void;
}
