import { X509Certificate } from 'node:crypto';
import type { ConnectionFacts } from '../broker/door.ts';
import type { ClientConnection } from './contract.ts';
import { toTimestamp } from './timestamps.ts';

const DAY = 86_400_000;

/** What only the connection of a client knows, for its own page. */
export function toConnection(
  { encryption, certificate, properties, receiveMaximum }: ConnectionFacts,
  now: number,
): ClientConnection {
  const {
    maximumPacketSize,
    topicAliasMaximum,
    requestResponseInformation,
    requestProblemInformation,
    authenticationMethod,
    userProperties = [],
  } = properties;
  return {
    tls: encryption ? { version: encryption.version, cipher: encryption.cipher } : null,
    certificate: certificate ? toCertificate(certificate, now) : null,
    conn_props: {
      'Receive-Maximum': receiveMaximum,
      ...(maximumPacketSize !== undefined && { 'Maximum-Packet-Size': maximumPacketSize }),
      ...(topicAliasMaximum !== undefined && { 'Topic-Alias-Maximum': topicAliasMaximum }),
      ...(requestResponseInformation !== undefined && {
        'Request-Response-Information': Number(requestResponseInformation),
      }),
      ...(requestProblemInformation !== undefined && {
        'Request-Problem-Information': Number(requestProblemInformation),
      }),
      ...(authenticationMethod !== undefined && { 'Authentication-Method': authenticationMethod }),
      ...(userProperties.length > 0 && {
        'User-Property-Pairs': userProperties.map(([key, value]) => ({ key, value })),
      }),
    },
  };
}

/** What a proxy tells of a certificate is its name alone. */
function toCertificate(
  { commonName, subject, der }: NonNullable<ConnectionFacts['certificate']>,
  now: number,
): ClientConnection['certificate'] {
  const names = { common_name: commonName ?? null, subject };
  if (!der) return names;
  const certificate = new X509Certificate(der);
  const notAfter = certificate.validToDate.getTime();
  return {
    ...names,
    issuer: certificate.issuer.split('\n').join(','),
    not_before: toTimestamp(certificate.validFromDate.getTime()),
    not_after: toTimestamp(notAfter),
    days_left: Math.floor((notAfter - now) / DAY),
    fingerprint: certificate.fingerprint256,
  };
}
