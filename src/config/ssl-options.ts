import { z } from 'zod';
import * as tls from '../broker/listeners/tls-settings.ts';
import { choice, durationText, flag, integer, list, taking } from './config-fields.ts';

const pem = () => taking(tls.pem, { kind: 'pem' });

/** TLS of a listener, and of the dashboard. */
export const sslOptions = z.strictObject({
  certfile: pem().optional().describe('Certificate, and those between it and its root'),
  keyfile: pem().optional().describe('Its key'),
  password: taking(tls.passphrase, { kind: 'text' }).optional().describe('Password of the key'),
  cacertfile: pem().optional().describe('Authorities that sign the certificates of clients'),
  crlfile: pem().optional().describe('Revoked certificates: a list of each authority of the chain'),
  verify: choice(['verify_none', 'verify_peer'])
    .prefault('verify_none')
    .describe('verify_peer: clients are asked for a certificate, and one that is not trusted is refused'),
  fail_if_no_peer_cert: flag().prefault(false).describe('Whether clients without a certificate are refused'),
  depth: integer(0, 100).prefault(10).describe("Certificates between a client's and its root"),
  versions: list(tls.tlsVersions.element, 2).prefault(['tlsv1.3', 'tlsv1.2']).describe('Versions of TLS'),
  ciphers: list(z.string().max(200), 100)
    .prefault([])
    .describe("Ciphers by OpenSSL's names; none stands for the defaults of Node.js"),
  honor_cipher_order: flag().prefault(true).describe('Whether the order of the ciphers here decides'),
  reuse_sessions: flag().prefault(true).describe('Whether a client that comes back shakes hands in short'),
  handshake_timeout: durationText('100ms', '5m').prefault('10s').describe('How long the handshake may take'),
  sni: list(tls.serverCertificate, 100)
    .prefault([])
    .describe('Certificates more, each for a server_name: server_name, certfile, keyfile, password'),
});
