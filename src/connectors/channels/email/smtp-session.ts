import { Readable } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type {
  SMTPConnectionAuth,
  SMTPConnectionCustomAuthContext,
  SMTPConnectionSendInfo,
} from 'nodemailer/lib/smtp-connection';
import { connectChecked } from '../../../lib/outbound-connection.ts';
import { connectThrough } from './http-tunnel.ts';

export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: 'none' | 'starttls' | 'tls';
  readonly tlsOptions: ConnectionOptions;
  readonly login:
    | { readonly method: string | undefined; readonly user: string; readonly pass: string }
    | undefined;
  readonly ehloName: string | undefined;
  readonly proxy: string | undefined;
  /** Milliseconds. */
  readonly connectTimeout: number;
}

export interface SmtpEnvelope {
  readonly from: string;
  readonly to: readonly string[];
}

/** It broke when the server had the whole message: whether it was taken nobody knows. */
export class UnansweredMailError extends Error {
  override readonly name = 'UnansweredMailError';
}

/** A server that is busy closes connections after some hundred mails. */
const MOST_MAILS = 100;

const NO_LOGGER = false;

/** One connection to a mail server, greeted and signed in. */
export class SmtpSession {
  readonly #connection: SMTPConnection;
  #mails = 0;
  #broken = false;

  private constructor(connection: SMTPConnection) {
    this.#connection = connection;
    // Closed while nobody uses it.
    connection.on('error', () => {
      this.#broken = true;
    });
    connection.on('end', () => {
      this.#broken = true;
    });
  }

  /** @throws the error of the network or of the server, the signal's reason */
  static async open(options: SmtpOptions, signal: AbortSignal): Promise<SmtpSession> {
    const { default: Connection } = await import('nodemailer/lib/smtp-connection');
    const { host, port, tls, tlsOptions, login, ehloName, proxy, connectTimeout } = options;
    const target = { host, port, timeout: connectTimeout, signal };
    const socket = proxy ? await connectThrough(proxy, target) : await connectChecked(target);
    const connection = new Connection({
      host,
      port,
      connection: socket,
      secure: tls === 'tls',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'none',
      tls: tlsOptions,
      connectionTimeout: connectTimeout,
      greetingTimeout: connectTimeout,
      socketTimeout: 600_000,
      socketCloseTimeout: 0,
      logger: NO_LOGGER,
      customAuth: { XOAUTH2: signInByToken },
      ...(ehloName !== undefined && { name: ehloName }),
    });
    const session = new SmtpSession(connection);
    try {
      await session.#run<void>(signal, (done) => connection.connect((error) => done(error ?? null)));
      if (login) {
        const auth: SMTPConnectionAuth = {
          user: login.user,
          pass: login.pass,
          method: login.method ?? false,
          // Asked for by the library before it hands over to `signInByToken`.
          ...(login.method === 'XOAUTH2' && { oauth2: {} as NonNullable<SMTPConnectionAuth['oauth2']> }),
        };
        await session.#run<unknown>(signal, (done) => connection.login(auth, done));
      }
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  /** Whether one more mail may go through it. */
  get isUsable(): boolean {
    return !this.#broken && this.#mails < MOST_MAILS;
  }

  /** It has carried mails before, so the server may have closed it meanwhile. */
  get isUsed(): boolean {
    return this.#mails > 0;
  }

  /** @throws as `open`; UnansweredMailError */
  async send(
    { from, to }: SmtpEnvelope,
    message: Buffer,
    signal: AbortSignal,
  ): Promise<SMTPConnectionSendInfo> {
    this.#mails++;
    let isOut = false;
    const stream = Readable.from([message]);
    stream.once('end', () => {
      isOut = true;
    });
    try {
      const envelope = { from, to: [...to], size: message.length };
      return await this.#run<SMTPConnectionSendInfo>(signal, (done) =>
        this.#connection.send(envelope, stream, done),
      );
    } catch (error) {
      const { responseCode } = error as { responseCode?: number };
      if (responseCode === undefined) this.close();
      if (isOut && responseCode === undefined) {
        const { message: reason } = error as Error;
        throw new UnansweredMailError(`${reason}: the mail was out, and may arrive twice as one Message-ID`);
      }
      throw error;
    }
  }

  /** Ends what a refused mail left open. */
  async reset(signal: AbortSignal): Promise<void> {
    try {
      await this.#run<unknown>(signal, (done) => this.#connection.reset(done));
    } catch {
      this.close();
    }
  }

  quit(): void {
    if (this.#broken) {
      this.close();
      return;
    }
    this.#broken = true;
    this.#connection.quit();
    // Who does not answer to QUIT is not waited for.
    setTimeout(() => this.#connection.close(), 500).unref();
  }

  close(): void {
    this.#broken = true;
    this.#connection.close();
  }

  /** What the library tells by a callback, or by an event when the connection breaks meanwhile. */
  #run<Result>(
    signal: AbortSignal,
    start: (done: (error: Error | null, result?: Result) => void) => void,
  ): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      signal.throwIfAborted();
      const settle = (): void => {
        this.#connection.off('error', fail);
        this.#connection.off('end', onEnd);
        signal.removeEventListener('abort', onAbort);
      };
      const fail = (error: Error): void => {
        settle();
        reject(error);
      };
      // The library tells of the end before it tells of the reply that ended it.
      const onEnd = (): void => void setImmediate(fail, new Error('the server closed the connection'));
      const onAbort = (): void => {
        fail(signal.reason as Error);
        this.close();
      };
      this.#connection.once('error', fail);
      this.#connection.once('end', onEnd);
      signal.addEventListener('abort', onAbort, { once: true });
      start((error, result) => {
        if (error) return fail(error);
        settle();
        resolve(result as Result);
      });
    });
  }
}

/** Google's and Microsoft's way to sign in by an access token. */
async function signInByToken(context: SMTPConnectionCustomAuthContext): Promise<void> {
  const { user, pass } = context.auth.credentials;
  const token = Buffer.from(`user=${user}\x01auth=Bearer ${pass}\x01\x01`).toString('base64');
  let reply = await context.sendCommand(`AUTH XOAUTH2 ${token}`);
  // A refusal is a challenge, which wants an empty answer before the server says so.
  if (reply.status === 334) reply = await context.sendCommand('');
  if (reply.status === 235) return context.resolve();
  throw new Error('Invalid login');
}
