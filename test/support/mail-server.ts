import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came, dots unstuffed. */
  readonly source: string;
  readonly secure: boolean;
  readonly user: string | undefined;
}

interface Refusal {
  readonly responseCode: number;
  readonly text: string;
}

/** A refusal with its reply code and text, such as `550 5.1.1 no such user`. */
export function reply(line: string): Refusal {
  return { responseCode: Number(line.slice(0, 3)), text: line.slice(4) };
}

function toError({ responseCode, text }: Refusal): Error {
  return Object.assign(new Error(text), { responseCode });
}

/** A real mail server that keeps what it takes, and refuses what it is told to. */
export class MailServer {
  readonly mails: ReceivedMail[] = [];
  /** Of those who sign in: the way, the name, the password or token. */
  readonly logins: string[] = [];
  connections = 0;
  /** Refusals; undefined takes it. */
  onSender: (address: string) => Refusal | undefined = () => undefined;
  onRecipient: (address: string, already: number) => Refusal | undefined = () => undefined;
  onMail: (mail: ReceivedMail) => Refusal | 'hang up' | 'say nothing' | undefined = () => undefined;
  readonly password: string;
  readonly #options: SMTPServerOptions;
  #server: SMTPServer | undefined;
  #port = 0;

  constructor(options: SMTPServerOptions = {}, password = 'right') {
    this.password = password;
    this.#options = options;
  }

  get port(): number {
    return this.#port;
  }

  /** On its port of before, when it had one. */
  async open(port = this.#port): Promise<this> {
    this.#server = this.#create();
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server.server, 'listening');
    this.#port = (this.#server.server.address() as AddressInfo).port;
    return this;
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    hangUp(server);
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  #create(): SMTPServer {
    const server: SMTPServer = new SMTPServer({
      authOptional: true,
      disableReverseLookup: true,
      closeTimeout: 50,
      logger: false,
      ...this.#options,
      onConnect: (_session, callback) => {
        this.connections++;
        callback();
      },
      onAuth: (
        { method, username = '', password: given, accessToken, validatePassword },
        _session,
        callback,
      ) => {
        this.logins.push(`${method} ${username} ${accessToken ?? given ?? ''}`);
        const isRight =
          method === 'CRAM-MD5' ? validatePassword(this.password) : (accessToken ?? given) === this.password;
        if (isRight) callback(null, { user: username });
        else callback(toError(reply('535 5.7.8 Error: authentication failed')));
      },
      onMailFrom: ({ address }, _session, callback) => {
        const refusal = this.onSender(address);
        callback(refusal && toError(refusal));
      },
      onRcptTo: ({ address }, { envelope }, callback) => {
        const refusal = this.onRecipient(address, envelope.rcptTo.length);
        callback(refusal && toError(refusal));
      },
      onData: (stream, session, callback) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const { envelope, secure, user } = session;
          const mail: ReceivedMail = {
            from: envelope.mailFrom ? envelope.mailFrom.address : '',
            to: envelope.rcptTo.map(({ address }) => address),
            source: Buffer.concat(chunks).toString(),
            secure,
            user,
          };
          const verdict = this.onMail(mail);
          if (verdict === 'say nothing') return;
          if (verdict === 'hang up') {
            this.mails.push(mail);
            hangUp(server);
            return;
          }
          if (!verdict) this.mails.push(mail);
          callback(verdict && toError(verdict), '2.0.0 Ok: queued as 4F2');
        });
      },
    });
    // Clients that break off are no matter of the test.
    server.on('error', () => undefined);
    return server;
  }
}

function hangUp(server: SMTPServer): void {
  const connections = server.connections as unknown as Iterable<{ _socket: { destroy(): void } }>;
  for (const { _socket: socket } of connections) socket.destroy();
}
