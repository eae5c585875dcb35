import { constants, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import {
  createSecureContext,
  type SecureContext,
  type SecureContextOptions,
  type SecureVersion,
} from 'node:tls';
import { readBoundedFile } from '../../lib/bounded-file.ts';
import { fileSignature } from './file-signature.ts';
import { ListenerError } from './listener-error.ts';
import { pathsOf } from './tls-files.ts';
import type { TlsSettings } from './tls-settings.ts';

/** A certificate that a listener shows. */
export interface ServerCertificate {
  /** For which it is shown (SNI); undefined for all that have none of their own. */
  readonly serverName: string | undefined;
  readonly file: string;
  readonly certificate: X509Certificate;
}

/** What was read from the files of a listener at one moment. */
export interface TlsMaterial {
  readonly context: SecureContextOptions;
  /** By server name in lower case, `*.example.com` among them. */
  readonly namedContexts: ReadonlyMap<string, SecureContext>;
  readonly certificates: readonly ServerCertificate[];
  /** How each file looked, to see when one changes. */
  readonly signatures: ReadonlyMap<string, string>;
}

/** Bytes; lists of revoked certificates may be long. */
const LONGEST_FILE = 16 * 1024 * 1024;

interface KeyPair {
  readonly certfile: string;
  readonly keyfile: string;
  readonly password?: string | undefined;
}

/**
 * Reads the files that `ssl_options` name.
 *
 * @throws ListenerError that says which setting cannot be used and why
 */
export async function loadTlsMaterial(settings: TlsSettings): Promise<TlsMaterial> {
  const { certfile, keyfile, password, sni } = settings;
  if (certfile === undefined || keyfile === undefined) {
    throw invalid('there is no certificate: set ssl_options.certfile and ssl_options.keyfile');
  }
  const paths = pathsOf(settings);
  // Before they are read: a change between the two is seen at the next look.
  const signatures = new Map(
    await Promise.all(paths.map(async (path) => [path, await fileSignature(path)] as const)),
  );
  const shared = await sharedOptions(settings);
  const own = await readPair({ certfile, keyfile, password }, 'ssl_options');
  const namedContexts = new Map<string, SecureContext>();
  const certificates: ServerCertificate[] = [
    { serverName: undefined, file: certfile, certificate: own.certificate },
  ];
  for (const [index, pair] of sni.entries()) {
    const where = `ssl_options.sni.${index}`;
    const { options, certificate } = await readPair(pair, where);
    const name = pair.server_name.toLowerCase();
    if (namedContexts.has(name)) throw invalid(`${where}.server_name: ${name} stands there twice`);
    namedContexts.set(name, makeContext({ ...shared, ...options }, where));
    certificates.push({ serverName: name, file: pair.certfile, certificate });
  }
  const context = { ...shared, ...own.options };
  // Only to see that OpenSSL accepts it all.
  makeContext(context, 'ssl_options');
  return { context, namedContexts, certificates, signatures };
}

async function sharedOptions(settings: TlsSettings): Promise<SecureContextOptions> {
  const { cacertfile, crlfile, verify, fail_if_no_peer_cert, versions, ciphers } = settings;
  // Without it every certificate that any public authority ever signed would be let in.
  if (verify === 'verify_peer' && cacertfile === undefined) {
    throw invalid(
      'verify_peer needs ssl_options.cacertfile: the authority that signs the certificates of clients',
    );
  }
  if (verify === 'verify_none' && fail_if_no_peer_cert) {
    throw invalid('fail_if_no_peer_cert needs ssl_options.verify = verify_peer');
  }
  if (verify === 'verify_none' && crlfile !== undefined) {
    throw invalid('crlfile needs ssl_options.verify = verify_peer');
  }
  const range = versions.map((version) => version.replace('tlsv', 'TLSv') as SecureVersion).sort();
  const [ca, crl] = [
    await readPem(cacertfile, 'ssl_options.cacertfile'),
    await readPem(crlfile, 'ssl_options.crlfile'),
  ];
  if (ca !== undefined) parseCertificate(ca, 'ssl_options.cacertfile');
  return {
    minVersion: range[0] as SecureVersion,
    maxVersion: range.at(-1) as SecureVersion,
    honorCipherOrder: settings.honor_cipher_order,
    // A client that asks for renegotiation again and again makes the server compute (CVE-2011-1473); nobody needs it.
    secureOptions:
      constants.SSL_OP_NO_RENEGOTIATION | (settings.reuse_sessions ? 0 : constants.SSL_OP_NO_TICKET),
    // A session of one listener is none of another's; OpenSSL refuses to resume without it when it asks for certificates.
    sessionIdContext: 'tocsin',
    ...(ca !== undefined && { ca }),
    ...(crl !== undefined && { crl }),
    ...(ciphers.length > 0 && { ciphers: ciphers.join(':') }),
  };
}

async function readPair(
  { certfile, keyfile, password }: KeyPair,
  where: string,
): Promise<{ options: SecureContextOptions; certificate: X509Certificate }> {
  const [cert, key] = await Promise.all([
    readPem(certfile, `${where}.certfile`),
    readPem(keyfile, `${where}.keyfile`),
  ]);
  const certificate = parseCertificate(cert as string, `${where}.certfile`);
  const passphrase = password === undefined ? {} : { passphrase: password };
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey({ key: key as string, format: 'pem', ...passphrase });
  } catch (error) {
    throw invalid(
      `${where}.keyfile: ${keyfile} is no private key that can be read${password === undefined ? '' : ' with this password'} (${codeOf(error)})`,
    );
  }
  if (!certificate.checkPrivateKey(privateKey)) {
    throw invalid(`${where}.keyfile: ${keyfile} is not the key of the certificate in ${certfile}`);
  }
  return { options: { cert: cert as string, key: key as string, ...passphrase }, certificate };
}

function parseCertificate(text: string, where: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch (error) {
    throw invalid(`${where}: this holds no certificate in PEM form (${codeOf(error)})`);
  }
}

function makeContext(options: SecureContextOptions, where: string): SecureContext {
  try {
    return createSecureContext(options);
  } catch (error) {
    throw invalid(`${where}: OpenSSL refuses the settings: ${(error as Error).message}`);
  }
}

async function readPem(path: string | undefined, where: string): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readBoundedFile(path, LONGEST_FILE);
  } catch (error) {
    const code = codeOf(error);
    const advice =
      code === 'EACCES' ? 'let the user of this program read it' : 'give the path of a PEM file, or its text';
    throw invalid(`${where}: cannot read ${path} (${code}): ${advice}`);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
}

function invalid(message: string): ListenerError {
  return new ListenerError('invalid', message);
}
