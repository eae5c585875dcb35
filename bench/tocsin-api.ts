import { Agent, request } from 'node:http';
import { json, text } from 'node:stream/consumers';

/** Tocsin's REST API over one kept connection, signed in with an API key. */
export class TocsinApi {
  readonly #port: number;
  readonly #authorization: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  /** `keyAndSecret`: `key:secret`, as in the bootstrap file. */
  constructor(port: number, keyAndSecret: string) {
    this.#port = port;
    this.#authorization = `Basic ${Buffer.from(keyAndSecret).toString('base64')}`;
  }

  /** @throws Error with the API's own words when it does not answer 2xx */
  async post(path: string, body: object): Promise<void> {
    await this.#call('POST', path, JSON.stringify(body));
  }

  async delete(path: string): Promise<void> {
    await this.#call('DELETE', path);
  }

  /** @throws Error with the API's own words when it does not answer 2xx, or not with JSON */
  async get<Answer>(path: string): Promise<Answer> {
    return JSON.parse(await this.#call('GET', path)) as Answer;
  }

  close(): void {
    this.#agent.destroy();
  }

  #call(method: string, path: string, body?: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port: this.#port,
          agent: this.#agent,
          method,
          path: `/api/v5${path}`,
          headers: {
            authorization: this.#authorization,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
        },
        (response) => {
          const { statusCode = 0 } = response;
          if (statusCode >= 200 && statusCode < 300) {
            text(response).then(resolve, reject);
            return;
          }
          json(response).then(
            (problem) => reject(new Error(`${method} ${path}: ${statusCode} ${JSON.stringify(problem)}`)),
            () => reject(new Error(`${method} ${path}: ${statusCode}`)),
          );
        },
      );
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  }
}
