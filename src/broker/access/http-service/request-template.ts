import type { ServiceRequest } from './http-service.ts';

/** What placeholders stand for; a fact that is not known is written as nothing. */
export type Facts = ReadonlyMap<string, string | undefined>;

interface RequestSettings {
  readonly method: 'get' | 'post';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The settings name something that is no fact of a client. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

const PLACEHOLDER = /\$\{([^}]*)\}/g;

/**
 * A request with placeholders: each value is written so that it cannot become anything else than a value, in a path, a
 * query, a header, JSON or a form.
 */
export class RequestTemplate {
  readonly #settings: RequestSettings;
  readonly #path: string;
  readonly #headers: readonly (readonly [string, string])[];
  readonly #isForm: boolean;

  /** @param isKnown whether a name may stand in `${…}` @throws TemplateError */
  constructor(settings: RequestSettings, isKnown: (name: string) => boolean) {
    this.#settings = settings;
    this.#path = targetOf(settings.url);
    this.#headers = Object.entries(settings.headers).map(([name, value]) => [name.toLowerCase(), value]);
    this.#isForm = this.#headers.some(
      ([name, value]) => name === 'content-type' && value.startsWith('application/x-www-form-urlencoded'),
    );
    for (const text of [this.#path, JSON.stringify(settings.headers), JSON.stringify(settings.body)]) {
      for (const [placeholder, name = ''] of text.matchAll(PLACEHOLDER)) {
        if (!isKnown(name))
          throw new TemplateError(`${placeholder} is not known: a client has no such fact here`);
      }
    }
  }

  fill(facts: Facts): ServiceRequest {
    const { method, body } = this.#settings;
    const path = fillIn(this.#path, facts, encodeURIComponent);
    const headers = Object.fromEntries(
      this.#headers.map(([name, value]) => [name, fillIn(value, facts, withoutControls)]),
    );
    if (method === 'get') {
      const { 'content-type': _, ...rest } = headers;
      return { method, path: withQuery(path, formOf(body, facts)), headers: rest, body: undefined };
    }
    const text = this.#isForm ? formOf(body, facts) : JSON.stringify(filled(body, facts));
    return { method, path, headers, body: text };
  }
}

/** Path and query as they were written: `URL` would encode the placeholders. */
function targetOf(url: string): string {
  const rest = url.replace(/^https?:\/\/[^/?]*/i, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function fillIn(text: string, facts: Facts, write: (value: string) => string): string {
  return text.replace(PLACEHOLDER, (_, name: string) => write(facts.get(name)?.toWellFormed() ?? ''));
}

/** A line break would be the beginning of another header. */
function withoutControls(value: string): string {
  return [...value].filter((character) => character >= ' ' && character !== '\x7f').join('');
}

function filled(value: unknown, facts: Facts): unknown {
  if (typeof value === 'string') return fillIn(value, facts, (fact) => fact);
  if (Array.isArray(value)) return value.map((item) => filled(item, facts));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member, facts)]));
}

function formOf(body: Readonly<Record<string, unknown>>, facts: Facts): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    const written = filled(value, facts);
    form.append(name, typeof written === 'string' ? written : JSON.stringify(written));
  }
  return form.toString();
}

function withQuery(path: string, query: string): string {
  if (query === '') return path;
  return `${path}${path.includes('?') ? '&' : '?'}${query}`;
}
