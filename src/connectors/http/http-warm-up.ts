import { Duplex } from 'node:stream';
import { type buildConnector, Client } from 'undici';

/** Answers whatever is written to it. */
class ObligingSocket extends Duplex {
  override _read(): void {}

  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done();
    setImmediate(() => this.push('HTTP/1.1 204 No Content\r\n\r\n'));
  }
}

let warm: Promise<void> | undefined;

/**
 * Sends one request to nowhere. The first request of a process loads undici's parser, which takes some ten
 * milliseconds: they should not be those of the first alert.
 */
export function warmUp(): Promise<void> {
  warm ??= requestNowhere().catch(() => undefined);
  return warm;
}

async function requestNowhere(): Promise<void> {
  const connect: buildConnector.connector = (_options, done) => {
    queueMicrotask(() => done(null, new ObligingSocket() as Parameters<typeof done>[1] & ObligingSocket));
  };
  const client = new Client('http://nowhere.invalid', { connect });
  const { body } = await client.request({ path: '/', method: 'POST', body: '{}', headersTimeout: 1000 });
  await body.dump();
  await client.destroy();
}
