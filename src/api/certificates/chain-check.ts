import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';

export type ChainProblem =
  | 'no_certificate'
  | 'unreadable_certificate'
  | 'unreadable_key'
  | 'wrong_key'
  | 'expired'
  | 'not_yet_valid'
  | 'wrong_order'
  | 'incomplete';

export interface CheckedChain {
  readonly certificates: readonly X509Certificate[];
  readonly problems: readonly ChainProblem[];
  /** Whether its last certificate is its own authority. */
  readonly isSelfSigned: boolean;
  /** Whether the authorities that programs know by themselves vouch for it. */
  readonly isPubliclyTrusted: boolean;
}

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const MOST_CERTIFICATES = 20;

/** What is wrong with a chain as a listener would show it: the server's certificate first. Pure but for the roots of the runtime. */
export function checkChain(
  text: string,
  key: { readonly text: string; readonly password: string | undefined } | undefined,
  now: number,
): CheckedChain {
  const blocks = (text.match(BLOCK) ?? []).slice(0, MOST_CERTIFICATES);
  const certificates: X509Certificate[] = [];
  const problems: ChainProblem[] = [];
  for (const block of blocks) {
    try {
      certificates.push(new X509Certificate(block));
    } catch {
      problems.push('unreadable_certificate');
    }
  }
  const [first] = certificates;
  const last = certificates.at(-1);
  if (!first || !last) {
    if (problems.length === 0) problems.push('no_certificate');
    return { certificates, problems, isSelfSigned: false, isPubliclyTrusted: false };
  }
  if (certificates.some(({ validTo }) => Date.parse(validTo) < now)) problems.push('expired');
  if (certificates.some(({ validFrom }) => Date.parse(validFrom) > now)) problems.push('not_yet_valid');
  const isInOrder = certificates.every((one, index) => {
    const issuer = certificates[index + 1];
    return !issuer || isIssuedBy(one, issuer);
  });
  if (!isInOrder) problems.push('wrong_order');
  const isSelfSigned = isIssuedBy(last, last);
  const isPubliclyTrusted = isInOrder && isKnown(last);
  if (!isSelfSigned && !isPubliclyTrusted) problems.push('incomplete');
  if (key) problems.push(...keyProblems(first, key));
  return { certificates, problems: [...new Set(problems)], isSelfSigned, isPubliclyTrusted };
}

function keyProblems(
  certificate: X509Certificate,
  { text, password }: { readonly text: string; readonly password: string | undefined },
): ChainProblem[] {
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: text, ...(password !== undefined && { passphrase: password }) });
  } catch {
    return ['unreadable_key'];
  }
  return certificate.checkPrivateKey(key) ? [] : ['wrong_key'];
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isKnown(last: X509Certificate): boolean {
  roots ??= rootCertificates.map((text) => new X509Certificate(text));
  return roots.some((root) => root.fingerprint256 === last.fingerprint256 || isIssuedBy(last, root));
}

/** Read when somebody asks for the first time: there are some 150. */
let roots: readonly X509Certificate[] | undefined;
