import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LinkClaim, LinkedAlerts } from '../../alerts/door.ts';
import { oneLine, withoutControls } from '../../delivery/door.ts';
import { plainAddress } from '../../lib/peer-address.ts';
import { readZone } from '../../lib/zoned-time.ts';
import type { AlertPageTexts } from '../../texts/alert-page.ts';
import type { ApiApp } from '../api-app.ts';
import { finishInSlices } from '../in-slices.ts';
import type { ApiParts } from '../parts.ts';
import { LONGEST_NAME, PAGE_ACTIONS, type PageAction, SILENCE_TIMES } from '../phone/actions-form.ts';
import { alertPage, type ShownHolding } from '../phone/alert-page.ts';
import { LinkGuard } from '../phone/link-guard.ts';
import { type PageLanguage, problemPage } from '../phone/page-frame.ts';
import { preferredLanguage } from '../setup/preferred-language.ts';

type Problem = keyof AlertPageTexts['problems'];

const STATUS: Readonly<Record<Problem, number>> = {
  forged: 404,
  expired: 410,
  gone: 410,
  tooMany: 429,
  foreign: 403,
  lookOnly: 403,
  unclear: 400,
  over: 409,
  failed: 500,
};

const FORM = 'application/x-www-form-urlencoded';
const LONGEST_FORM = 4096;

const NAME_COOKIE = 'tocsin_name';
const YEAR_SECONDS = 365 * 24 * 60 * 60;

interface Found {
  readonly claim: LinkClaim;
  readonly linked: LinkedAlerts;
}

type PageRequest = FastifyRequest<{ Params: { token: string }; Querystring: Record<string, unknown> }>;

/**
 * The page that links in messages open, for whoever has the link. Looking at it changes nothing, however it is asked for:
 * chats and mail scanners fetch links before people do. What is done there is one form without a script.
 */
export function alertPageRoutes(app: ApiApp, { alerts, clock }: Pick<ApiParts, 'alerts' | 'clock'>): void {
  const { links, linked: reader, quiet, log } = alerts;
  const guard = new LinkGuard(clock);

  app.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: LONGEST_FORM }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );
  app.setErrorHandler((error, request, reply) => {
    const { status, statusCode = status } = error as { status?: number; statusCode?: number };
    if (statusCode !== undefined && statusCode < 500) return refuse(request, reply, 'unclear', statusCode);
    // Not the address, which lets in.
    request.log.error({ err: error, route: request.routeOptions.url }, 'request failed');
    return refuse(request, reply, 'failed');
  });

  app.get('/a/:token', { schema: { hide: true } }, async (request: PageRequest, reply) => {
    const found = await find(request);
    if (typeof found === 'string') return refuse(request, reply, found);
    const { claim, linked } = found;
    const { language, nonce } = begin(request, reply);
    const page = alertPage({
      language,
      nonce,
      zone: zoneOfServer(),
      now: clock.now(),
      linked,
      holding: holdingOf(linked),
      timeline: linked.single ? log.timeline(linked.single) : linked.history,
      mayAct: claim.scope === 'act',
      wanted: 'silence' in request.query ? 'silence' : 'acknowledge',
      name: nameInCookie(request),
    });
    return reply.send(page);
  });

  app.post('/a/:token', { schema: { hide: true } }, async (request: PageRequest, reply) => {
    if (!isOwn(request)) return refuse(request, reply, 'foreign');
    const found = await find(request);
    if (typeof found === 'string') return refuse(request, reply, found);
    if (!(request.body instanceof URLSearchParams)) return refuse(request, reply, 'unclear', 415);
    const action = actionOf(request.body);
    if (!action) return refuse(request, reply, 'unclear');
    const { claim, linked } = found;
    if (claim.scope !== 'act') return refuse(request, reply, 'lookOnly');
    if (linked.counts.open + linked.counts.acknowledged === 0) return refuse(request, reply, 'over');
    const name = cleanName(request.body.get('name') ?? '');
    await act(action, linked, name === '' ? 'link' : `link (${name})`);
    // Back to looking, so that nobody does it twice by loading the page again.
    return reply
      .code(303)
      .header('set-cookie', cookieOf(name))
      .header('location', `${request.params.token}?lang=${languageOf(request)}`)
      .send();
  });

  /** What the link leads to, or why it leads nowhere. */
  async function find(request: PageRequest): Promise<Found | Problem> {
    const claim = links.read(request.params.token);
    if (claim === 'forged') return guard.fail(plainAddress(request.ip)) ? 'tooMany' : 'forged';
    if (claim === 'expired') return 'expired';
    const linked = await finishInSlices(reader.read(claim, clock.now()));
    return linked ? { claim, linked } : 'gone';
  }

  async function act(action: PageAction, linked: LinkedAlerts, by: string): Promise<void> {
    if (action === 'acknowledge') {
      await finishInSlices(reader.acknowledge(linked, by));
      return;
    }
    const endsAt = clock.now() + SILENCE_TIMES[action];
    reader.silence(linked, { endsAt, untilResolved: action === 'silence_until_over' }, by);
  }

  function holdingOf({ held: { longest } }: LinkedAlerts): ShownHolding | undefined {
    if (!longest) return undefined;
    const { kind, id, endsAt } = longest;
    const by = kind === 'silence' ? quiet.silences.get(id)?.updatedBy : quiet.maintenance.get(id)?.name;
    return { kind, endsAt, by: by ?? '' };
  }

  /**
   * Whether a page of ours sends it. Our pages tell nobody where they were, so that browsers give their origin as `null`;
   * programs give none.
   */
  function isOwn({ headers }: FastifyRequest): boolean {
    const { origin, host, 'sec-fetch-site': site } = headers;
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
    if (origin === undefined || origin === 'null') return true;
    return URL.parse(origin)?.host === host || links.isOwnOrigin(origin);
  }
}

function actionOf(form: URLSearchParams): PageAction | undefined {
  return PAGE_ACTIONS.find((action) => action === form.get('do'));
}

function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
  status = STATUS[problem],
): FastifyReply {
  const visit = begin(request, reply);
  if (problem === 'tooMany') reply.header('retry-after', '60');
  return reply.code(status).send(problemPage(problem, visit));
}

/** The head of every answer that is a page. */
function begin(request: FastifyRequest, reply: FastifyReply): { language: PageLanguage; nonce: string } {
  const nonce = randomBytes(16).toString('base64');
  reply
    .header('content-security-policy', policy(nonce))
    .header('x-robots-tag', 'noindex, nofollow')
    .type('text/html; charset=utf-8')
    .serializer(String);
  return { language: languageOf(request), nonce };
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function languageOf({ query, headers }: FastifyRequest): PageLanguage {
  const { lang } = query as Record<string, unknown>;
  return lang === 'en' || lang === 'zh' ? lang : preferredLanguage(headers['accept-language']);
}

function zoneOfServer(): string {
  const zone = readZone('local');
  return typeof zone === 'string' ? zone : 'UTC';
}

/** One line that cannot pretend to be more than a name. */
function cleanName(text: string): string {
  const line = oneLine(withoutControls(text.slice(0, LONGEST_NAME * 4)));
  return [...line].slice(0, LONGEST_NAME).join('').trim();
}

function cookieOf(name: string): string {
  const age = name === '' ? 0 : YEAR_SECONDS;
  // Without a path it goes to all links and to nothing else.
  return `${NAME_COOKIE}=${encodeURIComponent(name.toWellFormed())}; Max-Age=${age}; HttpOnly; SameSite=Lax`;
}

function nameInCookie({ headers }: FastifyRequest): string {
  const [, value = ''] = /(?:^|;\s*)tocsin_name=([^;]*)/.exec(headers.cookie ?? '') ?? [];
  try {
    return cleanName(decodeURIComponent(value));
  } catch {
    return '';
  }
}
