import type { Definitions } from '../../../store/definitions.ts';
import {
  type AuthenticatorId,
  type AuthenticatorSettings,
  readAuthenticator,
} from './authenticator-settings.ts';

const KIND = 'authenticator';
const ORDER_KIND = 'authenticator_order';
const ORDER_ID = 'order';

/** Null for one of the file that was deleted through the API. */
type Document = AuthenticatorSettings | null;

/** What the API made of the chain of the configuration file, as it is stored. */
export class ChangedAuthenticators {
  readonly #definitions: Definitions;

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  put(id: AuthenticatorId, settings: AuthenticatorSettings): void {
    this.#definitions.put<Document>(KIND, id, settings);
  }

  /** Remembered, so that the file does not bring it back. */
  delete(id: AuthenticatorId): void {
    this.#definitions.put<Document>(KIND, id, null);
  }

  set order(ids: readonly string[]) {
    this.#definitions.put(ORDER_KIND, ORDER_ID, ids);
  }

  /** The chain: the file's entries, each as the API left it, what the API added, in the API's order. */
  applyTo(
    fromFile: readonly AuthenticatorSettings[],
  ): { readonly settings: AuthenticatorSettings; readonly isStored: boolean }[] {
    const stored = new Map(this.#definitions.list<Document>(KIND).map(({ id, body }) => [id, body]));
    const chain = fromFile
      .filter((settings) => !stored.has(idOf(settings)))
      .map((settings) => ({ id: idOf(settings), settings, isStored: false }));
    for (const [id, body] of stored) {
      if (body) chain.push({ id, settings: readAuthenticator(body).settings, isStored: true });
    }
    const inFile = fromFile.map(idOf);
    const order = this.#definitions.get<string[]>(ORDER_KIND, ORDER_ID)?.body ?? inFile;
    const rank = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length + inFile.indexOf(id));
    return chain.toSorted((a, b) => rank(a.id) - rank(b.id));
  }

  /** The entries of the file that do not hold as they stand there. */
  overrule(fromFile: readonly AuthenticatorSettings[]): string[] {
    return fromFile.map(idOf).filter((id) => this.#definitions.get(KIND, id) !== undefined);
  }
}

function idOf(settings: AuthenticatorSettings): string {
  return readAuthenticator(settings).id;
}
