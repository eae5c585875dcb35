import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { BusyError } from '../../lib/work-queue.ts';
import { backtestDraft, type Backtest as EngineBacktest } from '../../rules/door.ts';
import { languageOf, type ViewLanguage } from '../alert-view.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { reportJson, summaryView } from '../backtest-view.ts';
import { Backtest, BacktestList, BacktestPath, BacktestQuery, Nothing } from '../contract.ts';
import { EventReader } from '../event-reader.ts';
import { sendJsonText } from '../json-text.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { securityHeaders } from '../security-headers.ts';
import { answered } from './events.ts';

const tags = ['Backtests'];

/** Milliseconds that a quick backtest is waited for. */
const SHORT_WAIT = 1000;
/** Milliseconds between two words about the progress. */
const PROGRESS_INTERVAL = 500;
/** Readers of progress at a time. */
const MOST_STREAMS = 50;

export function backtestRoutes(
  app: ApiApp,
  { backtests, clock }: Pick<ApiParts, 'backtests' | 'clock'>,
): void {
  const streams = new Set<EventReader>();
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.close();
  });

  app.get(
    '/backtests',
    { schema: { tags, summary: 'The backtests, the last one first', response: { 200: BacktestList } } },
    () => ({ data: backtests.list().map((backtest) => summaryView(backtest.summary())) }),
  );

  app.post(
    '/backtests',
    {
      schema: {
        tags,
        summary: 'Try a rule on recorded events; the answer waits for a quick one',
        querystring: BacktestQuery,
        body: backtestDraft,
        response: { 200: Backtest, 202: Backtest, ...refusals(400, 404, 415, 429, 503) },
      },
    },
    async ({ body, query: { wait }, headers }, reply) => {
      const backtest = await answered(Promise.resolve().then(() => start(backtests, body)));
      await endOrTime(backtest, wait === undefined ? SHORT_WAIT : wait * 1000, clock);
      reply.code(backtest.hasEnded ? 200 : 202);
      return sendJsonText(reply, reportJson(backtest.report(), languageIn(headers)));
    },
  );

  app.get(
    '/backtests/:id',
    {
      schema: {
        tags,
        summary: 'One backtest, with what it has found so far',
        params: BacktestPath,
        response: { 200: Backtest, ...refusals(404) },
      },
    },
    async ({ params, headers }, reply) =>
      sendJsonText(reply, reportJson(found(params.id).report(), languageIn(headers))),
  );

  app.delete(
    '/backtests/:id',
    {
      schema: {
        tags,
        summary: 'Cancel a backtest; forget one that is over',
        params: BacktestPath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async ({ params }, reply) => {
      if (!backtests.delete(params.id)) throw notFound(params.id);
      return reply.code(204).send();
    },
  );

  app.get(
    '/backtests/:id/stream',
    {
      schema: {
        tags,
        summary: 'How far a backtest is, as server-sent events: progress, and end with the whole of it',
        params: BacktestPath,
        response: {
          200: {
            description: 'progress with a BacktestSummary, at last end with a Backtest',
            content: { 'text/event-stream': { schema: z.string() } },
          },
          ...refusals(404, 429),
        },
      },
    },
    async (request, reply) => {
      const { params, method } = request;
      const backtest = found(params.id);
      if (method === 'HEAD') return reply.type('text/event-stream; charset=utf-8').send('');
      if (streams.size >= MOST_STREAMS)
        throw new ApiError(429, 'EXCEED_LIMIT', `there are ${MOST_STREAMS} readers of backtests already`);
      reply.hijack();
      const reader = new EventReader(reply.raw, securityHeaders, clock, () => app.isStillAllowed(request));
      streams.add(reader);
      reply.raw.on('close', () => {
        streams.delete(reader);
        reader.close();
      });
      await tellProgress(backtest, reader, languageIn(request.headers), () => streams.has(reader));
      reader.close();
      return reply;
    },
  );

  function found(id: string): EngineBacktest {
    const backtest = backtests.get(id);
    if (!backtest) throw notFound(id);
    return backtest;
  }

  async function tellProgress(
    backtest: EngineBacktest,
    reader: EventReader,
    language: ViewLanguage,
    isRead: () => boolean,
  ): Promise<void> {
    while (!backtest.hasEnded) {
      if (!reader.isFull) reader.send(JSON.stringify(summaryView(backtest.summary())), { event: 'progress' });
      await endOrTime(backtest, PROGRESS_INTERVAL, clock);
      if (!isRead()) return;
    }
    reader.send(reportJson(backtest.report(), language), { event: 'end' });
  }
}

function languageIn(headers: IncomingHttpHeaders): ViewLanguage {
  return languageOf({}, headers['accept-language']);
}

function start(backtests: ApiParts['backtests'], body: unknown): EngineBacktest {
  try {
    return backtests.start(body);
  } catch (error) {
    if (!(error instanceof BusyError)) throw error;
    throw new ApiError(
      429,
      'TOO_MANY_REQUESTS',
      'too many backtests run and wait already: cancel one, or try again when one is over',
      { headers: { 'retry-after': '5' } },
    );
  }
}

/** Whichever comes first. */
async function endOrTime(backtest: EngineBacktest, time: number, clock: Clock): Promise<void> {
  if (time === 0) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = clock.after(time, resolve);
  await Promise.race([promise, backtest.ended]);
  timer.cancel();
}

function notFound(id: string): ApiError {
  return new ApiError(404, 'NOT_FOUND', `there is no backtest ${id}, or not any more`);
}
