import type { Clock } from '../../../lib/clock.ts';
import { RateMeter, type Rates } from '../../../lib/rate.ts';
import type { AccessRequest, Subject } from './access-request.ts';
import type { PublishScope } from './rule.ts';
import type { AuthorizationSource, Judgement } from './source.ts';
import type { SourceSettings, SourceType } from './source-settings.ts';

export interface SourceMetrics extends Rates {
  readonly total: number;
  readonly allow: number;
  readonly deny: number;
  readonly nomatch: number;
  readonly ignore: number;
}

/** A source with its settings and its figures. */
export class ConfiguredSource {
  readonly type: SourceType;
  readonly settings: SourceSettings;
  readonly #source: AuthorizationSource;
  readonly #rate: RateMeter;
  readonly #counts = { allow: 0, deny: 0, nomatch: 0, ignore: 0 };

  constructor(settings: SourceSettings, source: AuthorizationSource, clock: Clock) {
    this.type = settings.type;
    this.settings = settings;
    this.#source = source;
    this.#rate = new RateMeter(clock);
  }

  /** Whether its verdicts come from elsewhere, at the price of a request. */
  get asksElsewhere(): boolean {
    return this.type === 'http';
  }

  /** Opens what can fail. @throws AccessError BAD_REQUEST */
  async prepare(): Promise<void> {
    await this.#source.prepare?.();
  }

  get status(): 'connected' | 'disconnected' {
    return this.#source.isConnected ? 'connected' : 'disconnected';
  }

  get metrics(): SourceMetrics {
    const { allow, deny, nomatch, ignore } = this.#counts;
    const total = allow + deny + nomatch + ignore;
    return { total, allow, deny, nomatch, ignore, ...this.#rate.read() };
  }

  /** @param counted whether it belongs to the figures: what was asked only to be explained does not */
  judge(subject: Subject, request: AccessRequest, counted: boolean): Judgement | Promise<Judgement> {
    const judgement = this.#source.judge(subject, request);
    if (!counted) return judgement;
    if (judgement instanceof Promise) return judgement.then((late) => this.#count(late));
    return this.#count(judgement);
  }

  publishScope(subject: Subject): PublishScope {
    return this.#source.publishScope(subject);
  }

  close(): Promise<void> {
    return this.#source.close();
  }

  #count(judgement: Judgement): Judgement {
    this.#rate.add();
    this.#counts[judgement.verdict]++;
    return judgement;
  }
}
