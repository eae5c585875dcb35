import { maskPath } from './secrets/masked-url.ts';
import { isSecretHeader, maskMember, secretsOfMember } from './secrets/secret-members.ts';
import { maskLinksIn } from './secrets/secret-patterns.ts';

export { maskUrl } from './secrets/masked-url.ts';
export { holdsSecret, maskMember } from './secrets/secret-members.ts';
export { maskTokensIn } from './secrets/secret-patterns.ts';

/** The same JSON document with every secret masked. */
export function redact<Document>(document: Document): Document {
  return mapTexts(document, maskMember) as Document;
}

/** Of a request, by their names; a record of header names. */
export function redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return redact({ headers: { ...headers } }).headers;
}

/** A request is an action's parameters, filled in. */
const REQUEST = ['parameters'];

/** A request of any kind, for people to read: without secrets, and without what the links in a message allow. */
export function redactRequest<Request>(request: Request): Request {
  return mapTexts(request, (text, path) => maskLinksIn(maskMember(text, path)), REQUEST) as Request;
}

/** The same JSON document without what the links in a message allow. */
export function redactLinks<Document>(document: Document): Document {
  return mapTexts(document, maskLinksIn) as Document;
}

/** Whether an action gave the request a token on its way: in its path or headers. For each request: no objects. */
export function requestHoldsSecret(request: unknown): boolean {
  if (typeof request !== 'object' || request === null) return false;
  const { path, headers } = request as { path?: unknown; headers?: unknown };
  if (typeof headers === 'object' && headers !== null) {
    for (const name in headers) if (isSecretHeader(name)) return true;
  }
  return typeof path === 'string' && maskPath(path) !== path;
}

/** A path for people to read: `/cgi-bin/webhook/send?key=******`. */
export function redactPath(path: string): string {
  return maskPath(path);
}

/** Every secret in a JSON document, without what is around it: the token of a URL, not the URL. */
export function secretsIn(document: unknown): string[] {
  const found: string[] = [];
  mapTexts(document, (value, path) => {
    found.push(...secretsOfMember(value, path));
    return value;
  });
  return found;
}

/**
 * The same JSON document with each text replaced.
 * @param change gets the names of the members around the text, its own last
 */
export function mapTexts(
  value: unknown,
  change: (text: string, path: readonly string[]) => unknown,
  path: readonly string[] = [],
): unknown {
  if (typeof value === 'string') return change(value, path);
  if (Array.isArray(value))
    return value.map((item, index) => mapTexts(item, change, [...path, String(index)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, mapTexts(member, change, [...path, name])]),
  );
}
