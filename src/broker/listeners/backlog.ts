import type { Socket } from 'node:net';

/**
 * Bytes that the system has not taken. `writableLength` sinks only when a whole write is done, which for a megabyte over
 * a slow line takes minutes; the queue of the handle, by which Node itself tells a slow peer from a dead one
 * (`Socket._onTimeout`), sinks with every piece.
 */
export function backlogOf(socket: Socket): number {
  const handle = (socket as SocketWithHandle)._handle;
  return handle?.writeQueueSize ?? socket.writableLength;
}

type SocketWithHandle = Socket & { readonly _handle?: { readonly writeQueueSize?: number } | null };
