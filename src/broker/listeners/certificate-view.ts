import type { ServerCertificate } from './tls-material.ts';

const DAY = 86_400_000;

/** A certificate that a listener shows to its clients. Times are Unix milliseconds. */
export interface CertificateView {
  /** `ssl:default` */
  readonly listener: string;
  /** The name for which clients get it (SNI); undefined for those that have no certificate of their own. */
  readonly serverName: string | undefined;
  readonly file: string;
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: number;
  readonly notAfter: number;
  /** Whole days until it ends; negative when it has. */
  readonly daysLeft: number;
  /** Hexadecimal. */
  readonly serial: string;
  /** `DNS:mqtt.example.com`, `IP Address:192.0.2.1`. */
  readonly alternativeNames: readonly string[];
  /** SHA-256, hexadecimal with colons. */
  readonly fingerprint: string;
}

export function viewCertificate(
  listener: string,
  { serverName, file, certificate }: ServerCertificate,
  now: number,
): CertificateView {
  const notAfter = certificate.validToDate.getTime();
  return {
    listener,
    serverName,
    file,
    subject: certificate.subject.split('\n').join(','),
    issuer: certificate.issuer.split('\n').join(','),
    notBefore: certificate.validFromDate.getTime(),
    notAfter,
    daysLeft: Math.floor((notAfter - now) / DAY),
    serial: certificate.serialNumber,
    alternativeNames: certificate.subjectAltName?.split(', ') ?? [],
    fingerprint: certificate.fingerprint256,
  };
}
