import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import type { ApiServer, ServerEncryption } from './api/server.ts';
import type { Config } from './config/config.ts';
import type { ListeningDashboard } from './open-api.ts';

/** The API, which is made when it is first used: at once where it listens, maybe never where it does not. */
export class LateApi {
  readonly #open: () => Promise<ApiServer>;
  #server: Promise<ApiServer> | undefined;

  constructor(open: () => Promise<ApiServer>) {
    this.#open = open;
  }

  /** @throws ListenError */
  async listen(config: Config, encryption: ServerEncryption | undefined): Promise<ListeningDashboard> {
    const { listenApi } = await import('./open-api.ts');
    return listenApi(await this.server(), config, encryption);
  }

  async inject(request: InjectOptions): Promise<LightMyRequestResponse> {
    return (await this.server()).inject(request);
  }

  /** Undefined where there is an administrator, or nobody who could use it. */
  async setupToken(): Promise<string | undefined> {
    return (await this.#server)?.setupToken();
  }

  async close(): Promise<void> {
    await (await this.#server)?.close();
  }

  /** Made now, if it was not. */
  server(): Promise<ApiServer> {
    this.#server ??= this.#open();
    return this.#server;
  }
}
