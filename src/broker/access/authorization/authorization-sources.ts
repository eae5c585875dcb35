import type { Clock } from '../../../lib/clock.ts';
import type { Logger } from '../../../lib/logger.ts';
import { redact } from '../../../lib/secrets.ts';
import type { Definitions } from '../../../store/definitions.ts';
import { AccessError } from '../access-error.ts';
import { movedTo } from '../authentication/chain-position.ts';
import { withStoredSecrets } from '../with-stored-secrets.ts';
import type { AuthorizationChain } from './authorization-chain.ts';
import type { AuthorizationDocument } from './authorization-document.ts';
import { settingsOf, viewOf } from './authorization-settings.ts';
import type { ConfiguredSource, SourceMetrics } from './configured-source.ts';
import { aclTextOf } from './file-source.ts';
import { openSource, openSourceOrDeny, type SourceParts } from './open-source.ts';
import { RuleDatabase } from './rule-database.ts';
import { isSourceType, readSource, type SourceSettings } from './source-settings.ts';

const KIND = 'authorization';
const SOURCES = 'sources';
const SETTINGS = 'settings';

/** Settings with secrets as `******`; those of a file with its rules. */
export type SourceView = SourceSettings & { readonly rules?: string };

export interface SourceStatus {
  readonly status: 'connected' | 'disconnected';
  readonly metrics: SourceMetrics;
}

export interface AuthorizationOptions {
  readonly chain: AuthorizationChain;
  readonly definitions: Definitions;
  readonly clock: Clock;
  readonly logger: Logger;
  /** As the configuration has them. What was changed through the API counts instead, also after a restart. */
  readonly configured: {
    readonly settings: AuthorizationDocument;
    readonly sources: readonly SourceSettings[];
  };
}

/**
 * The sources of access rules and what holds for all of them (REST `/authorization`). A change is on disk when it is
 * answered, and holds for the next packet; one that cannot be used changes nothing.
 */
export class AuthorizationSources {
  readonly #chain: AuthorizationChain;
  readonly #definitions: Definitions;
  readonly #parts: SourceParts;
  readonly #database: RuleDatabase;
  #settings: AuthorizationDocument;
  #sources: readonly ConfiguredSource[];

  constructor({ chain, definitions, clock, logger, configured }: AuthorizationOptions) {
    this.#chain = chain;
    this.#definitions = definitions;
    this.#database = new RuleDatabase(definitions, () => this.#rulesChanged());
    this.#parts = { clock, logger, database: this.#database };
    const stored = definitions.get<SourceSettings[]>(KIND, SOURCES)?.body;
    if (stored)
      logger.info(
        'the sources of access rules were changed through the API, which wins over the configuration',
      );
    this.#settings = definitions.get<AuthorizationDocument>(KIND, SETTINGS)?.body ?? configured.settings;
    this.#sources = (stored ?? configured.sources).map((settings) => openSourceOrDeny(settings, this.#parts));
    chain.settings = settingsOf(this.#settings);
    chain.sources = this.#enabled;
  }

  async close(): Promise<void> {
    await Promise.all(this.#sources.map((source) => source.close()));
  }

  get settings(): AuthorizationDocument {
    return viewOf(this.#settings);
  }

  configure(settings: AuthorizationDocument): AuthorizationDocument {
    this.#definitions.put(KIND, SETTINGS, settings);
    this.#settings = settings;
    this.#chain.settings = settingsOf(settings);
    return this.settings;
  }

  /** Forgets every verdict on every client. */
  dropCache(): void {
    this.#chain.changed();
  }

  list(): SourceView[] {
    return this.#sources.map(view);
  }

  /** @throws AccessError BAD_REQUEST for a word that is no type, NOT_FOUND */
  get(type: string): SourceView {
    return view(this.#find(type));
  }

  /** Puts it in front. @throws AccessError BAD_REQUEST, ALREADY_EXISTS */
  async create(body: unknown): Promise<void> {
    const settings = readSource(withStoredSecrets(body, undefined));
    const source = await this.#open(settings);
    if (this.#sources.some(({ type }) => type === settings.type)) {
      throw new AccessError('BAD_REQUEST', `there is a source ${settings.type} already: change it with PUT`);
    }
    this.#keep([source, ...this.#sources]);
  }

  /** A secret given as `******` stays as it was. @throws AccessError BAD_REQUEST, NOT_FOUND */
  async update(type: string, body: unknown): Promise<void> {
    const settings = readSource(withStoredSecrets(body, this.#find(type).settings));
    if (settings.type !== type) {
      throw new AccessError('BAD_REQUEST', `these are the settings of ${settings.type}, not of ${type}`);
    }
    const source = await this.#open(settings);
    const old = this.#find(type);
    this.#keep(this.#sources.map((each) => (each === old ? source : each)));
    void old.close();
  }

  /** The rules of the built-in database stay for the next one. @throws AccessError BAD_REQUEST, NOT_FOUND */
  delete(type: string): void {
    const source = this.#find(type);
    this.#keep(this.#sources.filter((each) => each !== source));
    void source.close();
  }

  /** @param position `front`, `rear`, `before:TYPE`, `after:TYPE` @throws AccessError BAD_REQUEST, NOT_FOUND */
  move(type: string, position: string): void {
    this.#find(type);
    this.#sortBy(
      movedTo(
        this.#sources.map((source) => source.type),
        type,
        position,
      ),
    );
  }

  /** @param types all of them @throws AccessError BAD_REQUEST */
  reorder(types: readonly string[]): void {
    const known = new Set<string>(this.#sources.map(({ type }) => type));
    if (types.length !== known.size || !new Set(types).isSupersetOf(known)) {
      throw new AccessError('BAD_REQUEST', `name each source once: ${[...known].join(', ')}`);
    }
    this.#sortBy(types);
  }

  /** @throws AccessError BAD_REQUEST, NOT_FOUND */
  status(type: string): SourceStatus {
    const { status, metrics } = this.#find(type);
    return { status, metrics };
  }

  /**
   * The rules of the built-in database, how many one owner may have, and whether they are in force.
   * @throws AccessError NOT_FOUND while that source is not configured
   */
  get rules(): { readonly database: RuleDatabase; readonly maximum: number; readonly isEnabled: boolean } {
    const { settings } = this.#find('built_in_database');
    if (settings.type !== 'built_in_database') throw new Error('the source has the settings of another type');
    return { database: this.#database, maximum: settings.max_rules, isEnabled: settings.enable };
  }

  get #enabled(): ConfiguredSource[] {
    return this.#sources.filter(({ settings }) => settings.enable);
  }

  async #open(settings: SourceSettings): Promise<ConfiguredSource> {
    const source = openSource(settings, this.#parts);
    await source.prepare();
    return source;
  }

  #find(type: string): ConfiguredSource {
    if (!isSourceType(type)) throw new AccessError('BAD_REQUEST', `${type} is no type of source`);
    const source = this.#sources.find((each) => each.type === type);
    if (!source) throw new AccessError('NOT_FOUND', `there is no source ${type}`);
    return source;
  }

  #sortBy(types: readonly string[]): void {
    this.#keep(this.#sources.toSorted((a, b) => types.indexOf(a.type) - types.indexOf(b.type)));
  }

  #keep(sources: readonly ConfiguredSource[]): void {
    this.#definitions.put(
      KIND,
      SOURCES,
      sources.map(({ settings }) => settings),
    );
    this.#sources = sources;
    this.#chain.sources = this.#enabled;
  }

  #rulesChanged(): void {
    if (this.#enabled.some(({ type }) => type === 'built_in_database')) this.#chain.changed();
  }
}

function view({ settings, status }: ConfiguredSource): SourceView {
  if (settings.type !== 'file') return redact(settings);
  return { ...settings, rules: status === 'connected' ? aclTextOf(settings) : '' };
}
