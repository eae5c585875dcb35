import { crypto } from '../../lib/late-crypto.ts';
import type { Definitions } from '../../store/definitions.ts';

const KIND = 'alert_link_key';
const ID = 'current';
const KEY_BYTES = 32;

/** The key that links are signed with, kept sealed as every secret is. */
export class LinkKey {
  readonly #definitions: Pick<Definitions, 'get' | 'put'>;
  #bytes: Uint8Array | undefined;

  constructor(definitions: Pick<Definitions, 'get' | 'put'>) {
    this.#definitions = definitions;
  }

  /** Makes one if there is none. It is stored at once, which cannot be done in the middle of others' writes. */
  bytes(): Uint8Array {
    this.#bytes ??= this.#stored() ?? this.#make();
    return this.#bytes;
  }

  /** From now on no link of before is worth anything. */
  rotate(): void {
    this.#bytes = this.#make();
  }

  #stored(): Uint8Array | undefined {
    const { body } = this.#definitions.get<{ secret: string }>(KIND, ID) ?? {};
    return body && Buffer.from(body.secret, 'base64url');
  }

  #make(): Uint8Array {
    const bytes = crypto().randomBytes(KEY_BYTES);
    this.#definitions.put(KIND, ID, { secret: bytes.toString('base64url') });
    return bytes;
  }
}
