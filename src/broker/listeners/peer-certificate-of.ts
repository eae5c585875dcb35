import type { X509Certificate } from 'node:crypto';
import type { PeerCertificate } from '../connections/peer-certificate.ts';

/** What is kept of a client's certificate while it is connected. */
export function peerCertificateOf(certificate: X509Certificate): PeerCertificate {
  const attributes = certificate.subject.split('\n');
  const commonName = attributes.findLast((attribute) => attribute.startsWith('CN='))?.slice('CN='.length);
  return { commonName, subject: attributes.join(','), der: certificate.raw };
}
