import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import { type CertificateView, viewCertificate } from './certificate-view.ts';
import { fileSignature } from './file-signature.ts';
import { pathsOf } from './tls-files.ts';
import type { TlsMaterial } from './tls-material.ts';
import type { TlsSettings } from './tls-settings.ts';

/** A port with certificates, whose files are looked at now and then: a listener, or the dashboard. */
export interface CertifiedPort {
  /** `ssl:default` */
  readonly id: string;
  certificates(): readonly CertificateView[];
  /** Whether a file of the certificates looks other than when it was read. */
  hasChangedFiles(): Promise<boolean>;
  /**
   * Reads the files again. Clients stay; those that come from now on meet what was read.
   * @throws ListenerError, and then the certificates of before stay
   */
  reload(): Promise<void>;
}

/** What one port has read of its certificates, and how their files looked then. */
export class WatchedCertificates {
  readonly #id: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #material: TlsMaterial | undefined = undefined;
  /** How the files looked when they were read last, for better or worse. */
  #signatures: ReadonlyMap<string, string> = new Map();

  /** @param id `ssl:default` */
  constructor(id: string, { clock, logger }: { readonly clock: Clock; readonly logger: Logger }) {
    this.#id = id;
    this.#clock = clock;
    this.#logger = logger;
  }

  get material(): TlsMaterial | undefined {
    return this.#material;
  }

  /** The code for TLS is loaded with the first port that needs it. @throws ListenerError */
  async load(settings: TlsSettings | undefined): Promise<TlsMaterial | undefined> {
    if (settings === undefined) return undefined;
    const { loadTlsMaterial } = await import('./tls-material.ts');
    return loadTlsMaterial(settings);
  }

  /** What is shown from now on. */
  take(material: TlsMaterial | undefined): void {
    this.#material = material;
    this.#signatures = material?.signatures ?? new Map();
    for (const { file, daysLeft, notAfter } of this.views()) {
      if (daysLeft >= 0) continue;
      this.#logger.warn(
        { listener: this.#id, file, notAfter: new Date(notAfter).toISOString() },
        'the certificate has expired: clients that check it do not connect',
      );
    }
  }

  /** Nothing is shown any more. */
  drop(): void {
    this.#material = undefined;
  }

  async haveChangedFiles(settings: TlsSettings): Promise<boolean> {
    const now = new Map(
      await Promise.all(pathsOf(settings).map(async (path) => [path, await fileSignature(path)] as const)),
    );
    const hasChanged = [...now].some(([path, signature]) => this.#signatures.get(path) !== signature);
    // What cannot be used is tried again when it changes again, and not every minute.
    if (hasChanged) this.#signatures = now;
    return hasChanged;
  }

  views(): CertificateView[] {
    const now = this.#clock.now();
    return (this.#material?.certificates ?? []).map((one) => viewCertificate(this.#id, one, now));
  }
}
