/** What a call is in the audit log. */
export interface AuditedCall {
  /** `/rules/:id` */
  readonly operationId: string;
  /** `rules` */
  readonly operationType: string;
  /** Segments of the path that name the object whose state is looked at before and after; undefined: none. */
  readonly objectSegments: number | undefined;
}

const BASE = '/api/v5';
/** A sign-in, although it is a GET: a browser comes back by it. */
const OIDC_CALLBACK = `GET ${BASE}/sso/oidc/callback`;

/** They ask, try or preview: nothing is changed. */
const QUESTIONS: ReadonlySet<string> = new Set([
  'POST /rule_test',
  'POST /rule_explain',
  'POST /rules/:id/explain',
  'POST /rules/:id/test',
  'POST /playbooks/:id/render',
  'POST /alert_templates/preview',
  'POST /silences/preview',
  'POST /connectors_probe',
  'POST /connectors_recognize',
  'POST /actions_probe',
  'POST /sources_probe',
  'POST /authorization/explain',
  'POST /client_search/rows',
  'POST /backup/plan',
  'POST /backup/history/plan',
  'POST /emqx_import/plan',
  'POST /certificates/check',
  'POST /certificates/self_signed',
]);

/** Programs make them all the time, and they change no setting: left out unless everything is wanted. */
const FREQUENT: ReadonlySet<string> = new Set([
  'POST /publish',
  'POST /publish/bulk',
  'POST /clients/:clientid/subscribe',
  'POST /clients/:clientid/subscribe/bulk',
  'POST /clients/:clientid/unsubscribe',
  'POST /clients/:clientid/unsubscribe/bulk',
  'POST /clients/kickout/bulk',
]);

/** Their state is figures of a moment. */
const WITHOUT_STATE: ReadonlySet<string> = new Set([
  'alarms',
  'clients',
  'client_registry',
  'deliveries',
  'login',
  'logout',
  'preview_inbox',
  'session',
  'setup',
]);

/**
 * How a route is recorded; undefined: it is not.
 * @param isReadable whether there is a route that answers GET
 */
export function auditedCall(
  method: string,
  url: string,
  { isReadable, withFrequent }: { isReadable(url: string): boolean; withFrequent: boolean },
): AuditedCall | undefined {
  if (`${method} ${url}` === OIDC_CALLBACK)
    return { operationId: url.slice(BASE.length), operationType: 'login', objectSegments: undefined };
  if (method !== 'POST' && method !== 'PUT' && method !== 'DELETE') return undefined;
  if (!url.startsWith(`${BASE}/`)) return undefined;
  const operationId = url.slice(BASE.length);
  const name = `${method} ${operationId}`;
  if (QUESTIONS.has(name) || (!withFrequent && FREQUENT.has(name))) return undefined;
  const operationType = operationId.split('/')[1] ?? '';
  const hasState = !WITHOUT_STATE.has(operationType);
  return {
    operationId,
    operationType,
    objectSegments: hasState ? objectSegmentsOf(method, url, isReadable) : undefined,
  };
}

/** The object itself, or of an operation (`/rules/:id/metrics/reset`) what it is done to. A list of objects is none. */
function objectSegmentsOf(
  method: string,
  url: string,
  isReadable: (url: string) => boolean,
): number | undefined {
  const segments = url.split('/');
  if (method !== 'POST' && isReadable(url)) return segments.length;
  if (url.endsWith('/order')) return segments.length - 1;
  for (let length = segments.length - 1; length > 4; length--) {
    const isObject = segments[length - 1]?.startsWith(':') && isReadable(segments.slice(0, length).join('/'));
    if (isObject) return length;
  }
  return undefined;
}
