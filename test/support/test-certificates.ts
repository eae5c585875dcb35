import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** Whether OpenSSL's program is there; tests that need certificates are skipped without it. */
export const hasOpenssl: boolean = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** For `test(name, needsOpenssl, …)`. */
export const needsOpenssl = { skip: hasOpenssl ? false : 'openssl is not installed' };

export interface CertificateFiles {
  readonly certfile: string;
  readonly keyfile: string;
}

interface CertificateOptions {
  /** `/C=DE/O=Example/CN=meter-7` */
  readonly subject?: string;
  /** `DNS:localhost,IP:127.0.0.1` */
  readonly names?: string;
  readonly password?: string;
  readonly days?: number;
}

/** A certificate authority in a temporary directory, which is gone after the test. */
export class TestAuthority {
  readonly directory: string;
  readonly cacertfile: string;
  readonly #keyfile: string;

  constructor(t: TestContext, name = 'Test CA') {
    this.directory = mkdtempSync(join(tmpdir(), 'tocsin-ca-'));
    t.after(() => rmSync(this.directory, { recursive: true, force: true }));
    this.cacertfile = join(this.directory, 'ca.pem');
    this.#keyfile = join(this.directory, 'ca-key.pem');
    const subject = [
      '-subj',
      `/CN=${name}`,
      '-days',
      '30',
      '-keyout',
      this.#keyfile,
      '-out',
      this.cacertfile,
    ];
    this.#openssl([
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      ...subject,
    ]);
  }

  /** Writes `name.pem` and `name-key.pem`, over those that are there. */
  issue(name: string, options: CertificateOptions = {}): CertificateFiles {
    const { subject = `/CN=${name}`, names, password, days = 30 } = options;
    const certfile = join(this.directory, `${name}.pem`);
    const keyfile = join(this.directory, `${name}-key.pem`);
    const request = join(this.directory, `${name}.csr`);
    const extensions = join(this.directory, `${name}.ext`);
    writeFileSync(extensions, names === undefined ? '' : `subjectAltName=${names}\n`);
    const protection = password === undefined ? ['-nodes'] : ['-passout', `pass:${password}`];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-keyout', keyfile, ...protection];
    this.#openssl(['req', '-new', ...key, '-subj', subject, '-out', request]);
    const signer = ['-CA', this.cacertfile, '-CAkey', this.#keyfile, '-CAcreateserial'];
    const rest = ['-days', String(days), '-extfile', extensions, '-in', request, '-out', certfile];
    this.#openssl(['x509', '-req', ...signer, ...rest]);
    return { certfile, keyfile };
  }

  /** The path of a list that revokes these certificates. */
  revoke(...certfiles: readonly string[]): string {
    const database = join(this.directory, 'index.txt');
    const config = join(this.directory, 'crl.cnf');
    writeFileSync(database, '');
    writeFileSync(
      config,
      `[ca]\ndefault_ca=d\n[d]\ndatabase=${database}\ndefault_md=sha256\ndefault_crl_days=30\n`,
    );
    const authority = ['ca', '-config', config, '-keyfile', this.#keyfile, '-cert', this.cacertfile];
    for (const certfile of certfiles) this.#openssl([...authority, '-revoke', certfile]);
    const crlfile = join(this.directory, 'crl.pem');
    this.#openssl([...authority, '-gencrl', '-out', crlfile]);
    return crlfile;
  }

  #openssl(args: readonly string[]): void {
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  }
}

export function readCertificate({ certfile, keyfile }: CertificateFiles): { cert: string; key: string } {
  return { cert: readFileSync(certfile, 'utf8'), key: readFileSync(keyfile, 'utf8') };
}
