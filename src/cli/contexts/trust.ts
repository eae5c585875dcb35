import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ClientError } from '../client/client-error.ts';

/**
 * Trusts the authorities of a PEM file besides those that are trusted anyway, for all connections of this process.
 * @throws ClientError when it cannot be read, or has no certificate
 */
export function trust(file: string): void {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ClientError({
      kind: 'badCa',
      file,
      reason: (error as NodeJS.ErrnoException).code ?? String(error),
    });
  }
  try {
    setDefaultCACertificates([...getCACertificates('default'), ...certificatesIn(pem)]);
  } catch (error) {
    throw new ClientError({ kind: 'badCa', file, reason: (error as Error).message });
  }
}

function certificatesIn(pem: string): readonly string[] {
  const found = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g);
  if (!found) throw new Error('no certificate in PEM');
  return found;
}
