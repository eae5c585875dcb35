import type { AuditEntry } from '../../../../src/api/contract.ts';

/** `PUT /rules/offline`: the route with its names filled in, and what was made where the route does not name it. */
export function sentenceOf({ http_method, operation_id, http_request }: AuditEntry): string {
  const { bindings, body } = http_request;
  const path = operation_id.replaceAll(/:(\w+)/g, (whole, name: string) => bindings[name] ?? whole);
  const { id, name, username, user_id, who } = (body ?? {}) as Record<string, unknown>;
  const made = [id, name, username, user_id, who].find((value) => typeof value === 'string');
  const isNamed = operation_id.includes(':') || made === undefined || http_method !== 'post';
  return `${http_method.toUpperCase()} ${path}${isNamed ? '' : ` · ${String(made).slice(0, 100)}`}`;
}
