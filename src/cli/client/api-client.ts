import type { AskedServer } from '../contexts/asked-server.ts';
import { ClientError } from './client-error.ts';

/** The REST API of a running broker. @throws ClientError in everything it is asked for */
export class ApiClient {
  readonly #base: string;
  readonly #authorization: string | undefined;
  readonly #language: 'en' | 'zh';
  readonly #context: string | undefined;

  constructor({ url, credentials, context }: AskedServer, language: 'en' | 'zh') {
    this.#base = url;
    // A token has no colon, and an API key with its secret has one.
    if (credentials?.includes(':')) {
      this.#authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
    } else if (credentials !== undefined) this.#authorization = `Bearer ${credentials}`;
    this.#language = language;
    this.#context = context;
  }

  /** The address of the broker, without a path of its API. */
  get url(): string {
    return this.#base;
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.#call('GET', path, undefined);
  }

  /** An answer that is no JSON, as it comes. @param body of a POST */
  async *text(path: string, body?: object): AsyncGenerator<string> {
    const response = await this.#fetch(body ? 'POST' : 'GET', path, body);
    if (!response.ok || !response.body) throw await this.#refusalOf(response);
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body) yield decoder.decode(chunk, { stream: true });
    } catch (error) {
      throw new ClientError({ kind: 'unreachable', url: this.#base, reason: reasonOf(error) });
    }
  }

  post<Answer>(path: string, body: object): Promise<Answer> {
    return this.#call('POST', path, body);
  }

  /** A file, as the field `filename` of a form. */
  async upload<Answer>(path: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Answer> {
    const form = new FormData();
    form.set('filename', new Blob([bytes]), name);
    return this.#answerOf(await this.#fetch('POST', path, form));
  }

  /** A POST whose answer has no body. */
  async perform(path: string): Promise<void> {
    const response = await this.#fetch('POST', path, undefined);
    if (!response.ok) throw await this.#refusalOf(response);
  }

  /** @returns undefined where there is nothing to say */
  delete<Answer = void>(path: string): Promise<Answer> {
    return this.#call('DELETE', path, undefined);
  }

  put<Answer>(path: string, body: object): Promise<Answer> {
    return this.#call('PUT', path, body);
  }

  /** Events of a stream as they come, without those that only keep it alive. */
  async *stream(path: string): AsyncGenerator<{ readonly event: string; readonly data: string }> {
    const response = await this.#fetch('GET', path, undefined);
    if (!response.ok || !response.body) throw await this.#refusalOf(response);
    let text = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body) {
        text += decoder.decode(chunk, { stream: true });
        const events = text.split('\n\n');
        text = events.pop() ?? '';
        for (const lines of events) {
          const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(lines)?.[1];
          const data = field('data');
          if (data !== undefined) yield { event: field('event') ?? 'message', data };
        }
      }
    } catch (error) {
      throw new ClientError({ kind: 'unreachable', url: this.#base, reason: reasonOf(error) });
    }
  }

  async #call<Answer>(method: string, path: string, body: object | undefined): Promise<Answer> {
    return this.#answerOf(await this.#fetch(method, path, body));
  }

  async #answerOf<Answer>(response: Response): Promise<Answer> {
    if (!response.ok) throw await this.#refusalOf(response);
    const text = await response.text();
    if (text === '') return undefined as Answer;
    try {
      return JSON.parse(text) as Answer;
    } catch {
      throw new ClientError({ kind: 'unexpected', url: this.#base });
    }
  }

  async #fetch(method: string, path: string, body: object | undefined): Promise<Response> {
    const isForm = body instanceof FormData;
    try {
      return await fetch(`${this.#base}/api/v5${path}`, {
        method,
        headers: {
          ...(this.#authorization !== undefined && { authorization: this.#authorization }),
          // The audit log tells the command line by it.
          'user-agent': 'tocsin-cli',
          accept: 'application/json, text/event-stream',
          'accept-language': this.#language,
          ...(body && !isForm && { 'content-type': 'application/json' }),
        },
        ...(body && { body: isForm ? body : JSON.stringify(body) }),
      });
    } catch (error) {
      throw new ClientError({ kind: 'unreachable', url: this.#base, reason: reasonOf(error) });
    }
  }

  async #refusalOf(response: Response): Promise<ClientError> {
    const { status } = response;
    const url = this.#base;
    let answer: Readonly<Record<string, unknown>>;
    try {
      answer = (await response.json()) as Readonly<Record<string, unknown>>;
    } catch {
      return new ClientError({ kind: 'unexpected', url });
    }
    const { code, message, message_zh } = answer;
    const said = await readable(String((this.#language === 'zh' && message_zh) || message));
    const context = this.#context;
    if (code === 'TOKEN_TIME_OUT' || code === 'BAD_TOKEN')
      return new ClientError({ kind: 'signedOut', url, context }, answer);
    if (code === 'BAD_API_KEY_OR_SECRET') return new ClientError({ kind: 'badKey', url, context }, answer);
    if (code === 'API_KEY_NOT_ALLOW') return new ClientError({ kind: 'needsLogin', message: said }, answer);
    // At a sign-in nobody says so before.
    const isSigningIn = code === 'BAD_USERNAME_OR_PWD' || code === 'BAD_MFA_TOKEN' || code === 'LOGIN_LOCKED';
    if (status === 401 && this.#authorization === undefined && !isSigningIn)
      return new ClientError({ kind: 'noCredentials', url }, answer);
    const kind = status === 401 || status === 403 ? 'notAllowed' : 'refused';
    return new ClientError({ kind, status, message: said }, answer);
  }
}

/** About a member of a body EMQX says a JSON text, which nobody reads. */
async function readable(message: string): Promise<string> {
  if (!/^\{"kind":/.test(message)) return message;
  const { faultOf } = await import('../../api/backup/item-fault.ts');
  const { path, reason, unknown, suggestion } = faultOf(message);
  const member = unknown ?? path.join('.');
  const guess = suggestion === undefined ? '' : `; did you mean ${suggestion}?`;
  return `${member === '' ? '' : `${member}: `}${reason}${guess}`;
}

/** `fetch` says what went wrong in the cause of its error. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}
