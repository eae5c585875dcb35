import { crypto } from '../../../lib/late-crypto.ts';
import type { PeerCertificate } from '../../connections/peer-certificate.ts';

/** By what of its certificate a client is known, with EMQX's words. */
export const CERTIFICATE_NAMES = ['disabled', 'cn', 'dn', 'crt', 'pem', 'md5'] as const;
export type CertificateName = (typeof CERTIFICATE_NAMES)[number];

/**
 * `cn` the common name, `dn` the whole subject, `crt` the certificate in base64, `pem` as PEM, `md5` its MD5 in
 * hexadecimal digits. Undefined when the certificate has none.
 */
export function nameOf(
  kind: CertificateName,
  { commonName, subject, der }: PeerCertificate,
): string | undefined {
  switch (kind) {
    case 'disabled':
      return undefined;
    case 'cn':
      return commonName;
    case 'dn':
      return subject === '' ? undefined : subject;
    case 'crt':
      return der?.toString('base64');
    case 'pem':
      return der && toPem(der);
    case 'md5':
      return der && crypto().createHash('md5').update(der).digest('hex');
  }
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
