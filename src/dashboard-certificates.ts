import type { Server, TLSSocket, TlsOptions } from 'node:tls';
import type { ServerEncryption } from './api/server.ts';
import type { CertificateView } from './broker/listeners/certificate-view.ts';
import { ListenerError } from './broker/listeners/listener-error.ts';
import { PemFiles } from './broker/listeners/pem-files.ts';
import { Refusals } from './broker/listeners/refusals.ts';
import type { TlsMaterial } from './broker/listeners/tls-material.ts';
import {
  certificateRefusal,
  handshakeFailure,
  tlsServerOptions,
} from './broker/listeners/tls-server-options.ts';
import type { TlsSettings } from './broker/listeners/tls-settings.ts';
import { type CertifiedPort, WatchedCertificates } from './broker/listeners/watched-certificates.ts';
import type { Config } from './config/config.ts';
import type { Clock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';

const SECTION = 'dashboard.listeners.https';

interface CertificateParts {
  readonly config: Config;
  /** Where certificates that are given as text are kept. */
  readonly directory: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** TLS of the dashboard and the API. Its certificates are watched with those of the MQTT listeners. */
export class DashboardCertificates implements CertifiedPort, ServerEncryption {
  readonly id = 'https:dashboard';
  readonly options: TlsOptions;
  readonly #settings: TlsSettings;
  readonly #watched: WatchedCertificates;
  readonly #refusals: Refusals;
  #server: Server | undefined;

  /** @throws ListenerError that names the setting */
  static async read({ config, directory, clock, logger }: CertificateParts): Promise<DashboardCertificates> {
    const { ssl_options } = config.dashboard.listeners.https;
    const watched = new WatchedCertificates('https:dashboard', { clock, logger });
    try {
      const settings = await new PemFiles(directory).keep('https:dashboard', ssl_options);
      const material = await watched.load(settings);
      watched.take(material);
      return new DashboardCertificates(settings, watched, new Refusals('https:dashboard', clock, logger));
    } catch (error) {
      throw inItsSection(error);
    }
  }

  private constructor(settings: TlsSettings, watched: WatchedCertificates, refusals: Refusals) {
    this.#settings = settings;
    this.#watched = watched;
    this.#refusals = refusals;
    this.options = tlsServerOptions(settings, () => this.#material);
  }

  certificates(): readonly CertificateView[] {
    return this.#watched.views();
  }

  /** Names and addresses that the certificate is for, without those with `*`. */
  get names(): string[] {
    const [own] = this.#watched.views();
    const names = own?.alternativeNames.map((name) => name.slice(name.indexOf(':') + 1)) ?? [];
    return names.filter((name) => !name.includes('*'));
  }

  hasChangedFiles(): Promise<boolean> {
    return this.#watched.haveChangedFiles(this.#settings);
  }

  async reload(): Promise<void> {
    try {
      const material = await this.#watched.load(this.#settings);
      if (material) this.#server?.setSecureContext(material.context);
      this.#watched.take(material);
    } catch (error) {
      throw inItsSection(error);
    }
  }

  bind(server: Server): void {
    this.#server = server;
  }

  admits(socket: TLSSocket): boolean {
    const certificate = this.#settings.verify === 'verify_peer' ? socket.getPeerX509Certificate() : undefined;
    const reason = certificate && certificateRefusal(socket, certificate, this.#settings.depth);
    if (reason !== undefined) this.#refusals.add('tls_handshake', socket, reason);
    return reason === undefined;
  }

  failed(error: NodeJS.ErrnoException, socket: TLSSocket): void {
    const reason = handshakeFailure(error, socket);
    if (reason !== undefined) this.#refusals.add('tls_handshake', socket, reason);
  }

  get #material(): TlsMaterial {
    const { material } = this.#watched;
    if (!material) throw new Error('certificates that were read are there');
    return material;
  }
}

/** The same error, with the path of the setting as the configuration has it. */
function inItsSection(error: unknown): unknown {
  if (!(error instanceof ListenerError)) return error;
  const { message } = error;
  error.message = message.startsWith('ssl_options') ? `${SECTION}.${message}` : `${SECTION}: ${message}`;
  return error;
}
