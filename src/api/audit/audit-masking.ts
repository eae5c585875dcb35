import { mapTexts, maskMember } from '../../lib/secrets.ts';
import { isUpload } from '../upload.ts';

/** Beside the names that the whole program knows: those of bodies that only pass through, such as passwords and their hashes. */
const SECRET_NAME = /pwd$|passw|hash$|^salt$|^payload$|^recovery_codes$|^uri$/i;
const MASK = '******';

/** Characters of the JSON of a body that are kept. */
const LONGEST_BODY = 16_384;

/** What somebody sent or got, as it may be written down. */
export function maskedForAudit(document: unknown): unknown {
  return mapTexts(document, (text, path) => {
    const name = path.findLast((one) => !/^\d+$/.test(one)) ?? '';
    return text !== '' && SECRET_NAME.test(name) ? MASK : maskMember(text, path);
  });
}

/** The same of a body, or how large it is. */
export function bodyForAudit(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Buffer.isBuffer(body) || isUpload(body)) return null;
  const size = JSON.stringify(body).length;
  return size > LONGEST_BODY ? { left_out: `${size} characters` } : maskedForAudit(body);
}
