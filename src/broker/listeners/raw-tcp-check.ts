import { connect, createServer } from 'node:net';
import { findTcpHandles, type TcpHandle, type TcpHandles, takeHandles } from './raw-tcp-handles.ts';
import { RawTcpTransport } from './raw-tcp-transport.ts';

/** Milliseconds; on a sound system it takes two. */
const PATIENCE = 2000;

const METHODS = [
  'useUserBuffer',
  'readStart',
  'readStop',
  'writeBuffer',
  'writev',
  'shutdown',
  'getpeername',
  'getsockname',
  'setNoDelay',
  'close',
] as const satisfies readonly (keyof TcpHandle)[];

let checked: Promise<TcpHandles | undefined> | undefined;

/**
 * Whether bare handles can carry connections in this Node.js, found out once per process: they are there, and a
 * connection over the loopback goes through everything that one does, with the right outcome. Undefined when not.
 */
export function checkRawTcp(): Promise<TcpHandles | undefined> {
  checked ??= check();
  return checked;
}

async function check(): Promise<TcpHandles | undefined> {
  const handles = findTcpHandles();
  if (handles === undefined) return undefined;
  try {
    return (await talk(handles)) ? handles : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A peer says "ping" and ends; it must get "pong" in two blocks, then our end, and we must hear of its bytes, its
 * end and the close, in that order.
 */
async function talk(handles: TcpHandles): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const heard: string[] = [];
  const server = createServer();
  server.listen(0, '127.0.0.1');
  server.once('error', () => resolve(false));
  server.once('listening', () => {
    if (!takeHandles(server, accept)) resolve(false);
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const peer = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let answer = '';
    peer.setTimeout(PATIENCE, () => peer.destroy());
    peer.on('error', () => resolve(false));
    peer.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
    });
    peer.on('close', () => {
      heard.push(answer);
      if (heard.includes('closed')) resolve(isRight());
    });
    peer.end('ping');
  });

  function accept(handle: TcpHandle): void {
    if (METHODS.some((method) => typeof handle[method] !== 'function')) {
      resolve(false);
      handle.close?.(() => {});
      return;
    }
    const transport = new RawTcpTransport(handle, handles);
    transport.start({
      onBytes: (chunk, length) => heard.push(chunk.toString('latin1', 0, length)),
      onDrain: () => {},
      onBroken: () => {},
      onEnded: () => {
        heard.push(transport.remoteAddress, transport.localAddress);
        transport.pause();
        transport.resume();
        if (transport.write([Buffer.from('p'), Buffer.from('o')])) heard.push('sent');
        if (transport.write([Buffer.from('ng')])) heard.push('sent');
        transport.end();
      },
      onClosed: (reason) => {
        heard.push('closed', reason);
        if (heard.includes('pong')) resolve(isRight());
      },
    });
  }

  const expected = ['ping', '127.0.0.1', '127.0.0.1', 'sent', 'sent', 'closed', 'tcp_closed', 'pong'];
  const isRight = (): boolean => heard.toSorted().join() === expected.toSorted().join();
  const patience = setTimeout(() => resolve(false), PATIENCE);
  try {
    return await promise;
  } finally {
    clearTimeout(patience);
    server.close();
  }
}
