import { readBoundedFileSync } from '../../../lib/bounded-file.ts';
import { AccessError } from '../access-error.ts';
import type { AccessRequest, Subject } from './access-request.ts';
import { AclTextError, LONGEST_ACL_TEXT } from './acl-terms.ts';
import { DEFAULT_ACL_TEXT, parseAclText } from './acl-text.ts';
import { firstMatch, type PublishScope, publishScope, type Rule } from './rule.ts';
import { type AuthorizationSource, type Judgement, NO_MATCH } from './source.ts';
import type { FileSettings } from './source-settings.ts';

/** Rules in EMQX's ACL notation. */
export class FileSource implements AuthorizationSource {
  readonly isConnected = true;
  readonly #rules: readonly Rule[];

  /** @throws AccessError BAD_REQUEST for a file that cannot be read or understood */
  constructor(settings: FileSettings) {
    const text = aclTextOf(settings);
    try {
      this.#rules = parseAclText(text);
    } catch (error) {
      if (!(error instanceof AclTextError)) throw error;
      const where = settings.rules === undefined && settings.path !== undefined ? settings.path : 'rules';
      throw new AccessError('BAD_REQUEST', `${where}, ${error.message}`);
    }
  }

  judge(subject: Subject, request: AccessRequest): Judgement {
    const rule = firstMatch(this.#rules, subject, request);
    return rule ? { verdict: rule.permission, rule } : NO_MATCH;
  }

  publishScope(subject: Subject): PublishScope {
    return publishScope(this.#rules, subject);
  }

  async close(): Promise<void> {}
}

/** The rules themselves, or those of the file that is named, or the default. @throws AccessError BAD_REQUEST */
export function aclTextOf({ rules, path }: FileSettings): string {
  if (rules !== undefined) return rules;
  if (path === undefined) return DEFAULT_ACL_TEXT;
  try {
    return readBoundedFileSync(path, LONGEST_ACL_TEXT);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new AccessError('BAD_REQUEST', `cannot read ${path} (${code}): name a file with ACL rules as path`);
  }
}
