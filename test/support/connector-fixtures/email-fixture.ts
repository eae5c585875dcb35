import { MailServer, reply } from '../mail-server.ts';
import type { ConnectorFixture } from './connector-fixture.ts';
import { message } from './http-fixture.ts';

const addresses = { from: 'tocsin@broker.example', to: ['ops@example.com'] };

/** A real mail server in this process. */
export const emailFixture: ConnectorFixture = {
  type: 'email',
  refused: [
    [{ ...addresses, server: 'smtp://host' }, 'server'],
    [{ ...addresses, server: '169.254.169.254:25' }, 'server'],
    [{ ...addresses, server: 'host:25', from: 'nobody' }, 'from'],
    [{ ...addresses, server: 'host:25', tls: 'none', username: 'u', password: 'p' }, 'tls'],
  ],
  at: (host) => ({ ...addresses, server: `${host}:25`, tls: 'none' }),
  async open(t) {
    const server = await new MailServer({ hideSTARTTLS: true, allowInsecureAuth: true }, 's3cr3t').open();
    t.after(() => server.close());
    return {
      settings: {
        ...addresses,
        server: `127.0.0.1:${server.port}`,
        tls: 'none',
        username: 'u',
        password: 's3cr3t',
        allow_clear_password: true,
      },
      request: message,
      secrets: ['s3cr3t'],
      arrived: () => server.mails.length,
      refused() {
        server.onMail = () => reply('554 5.7.1 refused by policy');
        return message;
      },
      hang() {
        server.onMail = () => 'say nothing';
      },
      goAway: () => server.close(),
      comeBack: () => server.open(),
    };
  },
};
