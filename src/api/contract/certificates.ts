import { z } from 'zod';
import { Timestamp } from './values.ts';

const hostName = z
  .string()
  .min(1)
  .max(253)
  .regex(
    /^(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$|^[0-9a-fA-F:.]+$/,
    'write a host name or an IP address',
  );

export const SelfSignedBody = z
  .strictObject({
    names: z
      .array(hostName)
      .min(1)
      .max(20)
      .meta({ description: 'Host names and IP addresses; the first one is the subject' }),
    days: z.int().min(1).max(3650).default(365),
  })
  .meta({ id: 'SelfSignedDraft' });

export const SelfSignedCertificate = z
  .object({ certificate: z.string().meta({ description: 'PEM' }), private_key: z.string() })
  .meta({ id: 'SelfSignedCertificate' });
export type SelfSignedCertificate = z.output<typeof SelfSignedCertificate>;

const LONGEST_PEM = 500_000;

export const CertificateCheckBody = z
  .strictObject({
    certificate: z.string().max(LONGEST_PEM).meta({ description: "PEM, the server's certificate first" }),
    private_key: z.string().max(LONGEST_PEM).optional(),
    password: z.string().max(1000).optional().meta({ description: 'Of the key' }),
  })
  .meta({ id: 'CertificateCheckDraft' });

export const CertificateCheck = z
  .object({
    certificates: z.array(
      z.object({
        subject: z.string(),
        issuer: z.string(),
        not_before: Timestamp,
        not_after: Timestamp,
        days_left: z.int(),
        subject_alternative_names: z.array(z.string()),
        fingerprint: z.string(),
      }),
    ),
    problems: z.array(
      z.enum([
        'no_certificate',
        'unreadable_certificate',
        'unreadable_key',
        'wrong_key',
        'expired',
        'not_yet_valid',
        'wrong_order',
        'incomplete',
      ]),
    ),
    self_signed: z.boolean(),
    publicly_trusted: z
      .boolean()
      .meta({ description: 'Whether an authority that programs know by themselves vouches for it' }),
  })
  .meta({ id: 'CertificateCheck' });
export type CertificateCheck = z.output<typeof CertificateCheck>;
