import type { Silence as KnownSilence, SilenceDraft } from '../../alerts/door.ts';
import { stateOf } from '../../alerts/door.ts';
import { languageOf } from '../alert-view.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { shownName } from '../authentication/principal.ts';
import {
  CreateQuery,
  Nothing,
  Silence,
  SilenceBody,
  SilencePage,
  SilencePath,
  SilencePreview,
  SilencePreviewBody,
  SilenceQuery,
} from '../contract.ts';
import { finishInSlices } from '../in-slices.ts';
import { pageOfRows } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { previewView, silenceView, warningsOf } from '../silence-view.ts';

const tags = ['Silences'];

type SilenceParts = Pick<ApiParts, 'alerts' | 'clock' | 'rules'>;

export function silenceRoutes(app: ApiApp, { alerts, clock, rules }: SilenceParts): void {
  const { quiet, log } = alerts;
  const { silences } = quiet;
  const knowsRule = (id: string): boolean => rules.get(id) !== undefined;

  app.get(
    '/silences',
    {
      schema: {
        tags,
        summary: 'Silences: active ones, those to come, and for 30 days those that are over',
        querystring: SilenceQuery,
        response: { 200: SilencePage, ...refusals(400) },
      },
    },
    async ({ query }) => {
      const now = clock.now();
      const held = await finishInSlices(quiet.hides());
      const found = silences.list().filter((silence) => {
        const state = stateOf(silence, now);
        const hides = held.has(silence.id);
        return (
          query.state?.includes(state) !== false &&
          (query.unused === undefined || (query.unused ? state === 'active' && !hides : hides)) &&
          (query.q === undefined || saysText(silence, query.q.toLowerCase()))
        );
      });
      const page = pageOfRows(
        query.alert === undefined ? found : found.filter(holderOf(query.alert, now)),
        query,
      );
      return { ...page, data: page.data.map((silence) => silenceView(silence, now, held.get(silence.id))) };
    },
  );

  app.post(
    '/silences',
    {
      schema: {
        tags,
        summary: 'Tell nobody of alerts that fit, until a moment or until all of them are resolved',
        body: SilenceBody,
        response: { 201: Silence, ...refusals(400) },
      },
    },
    async ({ body, principal }, reply) => {
      const silence = silences.create(draftOf(body), shownName(principal));
      return reply.code(201).send(await changed(silence));
    },
  );

  app.post(
    '/silences/preview',
    {
      schema: {
        tags,
        summary: 'What a silence would hide now, and what it would have hidden in the last 24 hours',
        body: SilencePreviewBody,
        response: { 200: SilencePreview, ...refusals(400) },
      },
    },
    async ({ body, headers }) => {
      const preview = await finishInSlices(quiet.preview(body.matchers));
      return {
        ...previewView(preview, languageOf({}, headers['accept-language'])),
        warnings: warningsOf(body.matchers, preview.now.count, knowsRule),
      };
    },
  );

  app.get(
    '/silences/:id',
    {
      schema: {
        tags,
        summary: 'One silence',
        params: SilencePath,
        response: { 200: Silence, ...refusals(404) },
      },
    },
    async ({ params }) => shown(existing(params.id)),
  );

  app.put(
    '/silences/:id',
    {
      schema: {
        tags,
        summary: 'Change a silence that is not over; it keeps its beginning unless another is given',
        params: SilencePath,
        querystring: CreateQuery,
        body: SilenceBody,
        response: { 200: Silence, ...refusals(400, 404, 409) },
      },
    },
    async ({ params, query, body, principal }) => {
      const by = shownName(principal);
      const isNew = query.create && !silences.get(params.id);
      return changed(
        isNew ? silences.create(draftOf(body), by, params.id) : silences.update(params.id, draftOf(body), by),
      );
    },
  );

  app.post(
    '/silences/:id/expire',
    {
      schema: {
        tags,
        summary: 'End a silence now; it stays in the list',
        params: SilencePath,
        response: { 200: Silence, ...refusals(404, 409) },
      },
    },
    async ({ params, principal }) => shown(silences.expire(params.id, shownName(principal))),
  );

  app.delete(
    '/silences/:id',
    {
      schema: {
        tags,
        summary: 'End a silence and forget it',
        params: SilencePath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async ({ params }, reply) => {
      silences.delete(params.id);
      return reply.code(204).send();
    },
  );

  function existing(id: string): KnownSilence {
    const silence = silences.get(id);
    if (!silence) throw new ApiError(404, 'NOT_FOUND', `there is no silence ${id}`);
    return silence;
  }

  async function shown(silence: KnownSilence): Promise<Silence> {
    const held = await finishInSlices(quiet.hides());
    return silenceView(silence, clock.now(), held.get(silence.id));
  }

  async function changed(silence: KnownSilence): Promise<Silence> {
    const { now } = await finishInSlices(quiet.preview(silence.matchers));
    return { ...(await shown(silence)), warnings: warningsOf(silence.matchers, now.count, knowsRule) };
  }

  function holderOf(id: string, now: number): (silence: KnownSilence) => boolean {
    const alert = log.find(id);
    const holders = new Set(alert && Array.from(silences.holding(alert, now), (silence) => silence.id));
    return (silence) => holders.has(silence.id);
  }
}

function draftOf({ matchers, starts_at, ends_at, until_resolved, reason }: SilenceBody): SilenceDraft {
  return {
    matchers,
    startsAt: starts_at ?? undefined,
    endsAt: ends_at ?? undefined,
    untilResolved: until_resolved,
    reason,
  };
}

function saysText({ reason, matchers, createdBy }: KnownSilence, text: string): boolean {
  return [reason, createdBy, JSON.stringify(matchers)].some((part) => part.toLowerCase().includes(text));
}
