import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type ConnectionTarget, connectChecked } from '../../../lib/outbound-connection.ts';
import { showServer } from '../../../lib/server-address.ts';

/** Of the proxy's answer; one that goes on longer is none. */
const LONGEST_ANSWER = 16_384;

/**
 * A connection to the target through an HTTP proxy (CONNECT, RFC 9110 §9.3.6).
 * @param proxy `http(s)://[user:password@]host:port`
 * @throws as `connectChecked`; an Error when the proxy refuses
 */
export async function connectThrough(proxy: string, target: ConnectionTarget): Promise<Socket> {
  const url = new URL(proxy);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const secure = url.protocol === 'https:';
  const port = Number(url.port) || (secure ? 443 : 80);
  const { timeout, signal } = target;
  const plain = await connectChecked({ host, port, timeout, signal });
  const socket = secure ? connectTls({ socket: plain, servername: host }) : plain;
  const name = showServer(target);
  const lines = [`CONNECT ${name} HTTP/1.1`, `Host: ${name}`];
  if (url.username !== '') {
    const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    lines.push(`Proxy-Authorization: Basic ${Buffer.from(credentials).toString('base64')}`);
  }
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  try {
    const status = await readAnswer(socket, signal);
    if (!/^HTTP\/1\.[01] 2\d\d/.test(status)) {
      throw new Error(`the proxy ${url.host} does not connect to ${name}: ${status.slice(0, 100)}`);
    }
  } catch (error) {
    socket.on('error', () => undefined).destroy();
    throw error;
  }
  return socket;
}

/** The status line; what comes behind the header stays in the socket. */
function readAnswer(socket: Socket, signal: AbortSignal | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    let read = Buffer.alloc(0);
    const settle = (): void => {
      socket.off('data', onData).off('error', reject).off('close', onClose);
      signal?.removeEventListener('abort', onAbort);
    };
    const onClose = (): void => reject(new Error('the proxy closed the connection'));
    const onAbort = (): void => reject(signal?.reason);
    const onData = (chunk: Buffer): void => {
      read = Buffer.concat([read, chunk]);
      const end = read.indexOf('\r\n\r\n');
      if (end === -1 && read.length < LONGEST_ANSWER) return;
      socket.pause();
      settle();
      if (end === -1) {
        reject(new Error('the proxy does not answer as one'));
        return;
      }
      const rest = read.subarray(end + 4);
      if (rest.length > 0) socket.unshift(rest);
      resolve(read.toString('latin1', 0, read.indexOf('\r\n')));
    };
    socket.on('data', onData).once('error', reject).once('close', onClose);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
