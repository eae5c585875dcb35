import type { ApiApp } from '../api-app.ts';
import { checkChain } from '../certificates/chain-check.ts';
import { selfSigned } from '../certificates/self-signed.ts';
import {
  CertificateCheck,
  CertificateCheckBody,
  SelfSignedBody,
  SelfSignedCertificate,
} from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';

const tags = ['Listeners'];
const DAY = 86_400_000;

export function certificateRoutes(app: ApiApp, { clock }: Pick<ApiParts, 'clock'>): void {
  app.post(
    '/certificates/self_signed',
    {
      schema: {
        tags,
        summary: 'A certificate for development that vouches for itself; nothing is kept of it',
        body: SelfSignedBody,
        response: { 200: SelfSignedCertificate, ...refusals(400) },
      },
    },
    ({ body }) => {
      const { certificate, privateKey } = selfSigned(body.names, body.days, clock.now());
      return { certificate, private_key: privateKey };
    },
  );

  app.post(
    '/certificates/check',
    {
      schema: {
        tags,
        summary: 'What is wrong with a chain of certificates and its key; nothing is kept of them',
        body: CertificateCheckBody,
        response: { 200: CertificateCheck, ...refusals(400) },
      },
    },
    ({ body }) => {
      const now = clock.now();
      const { certificate, private_key: text, password } = body;
      const found = checkChain(certificate, text === undefined ? undefined : { text, password }, now);
      return {
        certificates: found.certificates.map((one) => ({
          subject: one.subject?.replaceAll('\n', ', ') ?? '',
          issuer: one.issuer?.replaceAll('\n', ', ') ?? '',
          not_before: toTimestamp(Date.parse(one.validFrom)),
          not_after: toTimestamp(Date.parse(one.validTo)),
          days_left: Math.floor((Date.parse(one.validTo) - now) / DAY),
          subject_alternative_names: one.subjectAltName?.split(', ') ?? [],
          fingerprint: one.fingerprint256,
        })),
        problems: [...found.problems],
        self_signed: found.isSelfSigned,
        publicly_trusted: found.isPubliclyTrusted,
      };
    },
  );
}
