import { Readable } from 'node:stream';
import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import {
  Delivery,
  DeliveryCounts,
  DeliveryCountsQuery,
  DeliveryExportQuery,
  DeliveryPage,
  DeliveryPath,
  DeliveryQuery,
} from '../contract.ts';
import { exportedDeliveries } from '../delivery-export.ts';
import { deliveryCountsView, deliveryFilterOf, deliveryView } from '../delivery-view.ts';
import { finishInSlices } from '../in-slices.ts';
import { sendJsonText } from '../json-text.ts';
import { listJson, requestOf } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Deliveries'];

export function deliveryRoutes(app: ApiApp, { deliveries }: Pick<ApiParts, 'deliveries'>): void {
  app.get(
    '/deliveries',
    {
      schema: {
        tags,
        summary: 'What was sent or is to be sent, the newest first',
        querystring: DeliveryQuery,
        response: { 200: DeliveryPage, ...refusals(400) },
      },
    },
    async ({ query }, reply) => {
      const { page, limit } = query;
      const found = await finishInSlices(deliveries.page(deliveryFilterOf(query), requestOf(query)));
      const meta = { page, limit, count: found.count, hasnext: found.hasMore };
      return sendJsonText(reply, await finishInSlices(rowsJson(found.rows, meta)));
    },
  );

  app.get(
    '/deliveries/export',
    {
      schema: {
        tags,
        summary: 'The same as a file, of JSON lines or CSV',
        querystring: DeliveryExportQuery,
        response: {
          200: {
            description: 'A delivery a line, the newest first',
            content: {
              'application/x-ndjson': { schema: z.string() },
              'text/csv': { schema: z.string() },
            },
          },
          ...refusals(400),
        },
      },
    },
    async ({ query }, reply) => {
      const { format } = query;
      const text = Readable.from(exportedDeliveries(deliveries, deliveryFilterOf(query), format));
      const type = format === 'csv' ? 'text/csv' : 'application/x-ndjson';
      return reply
        .type(`${type}; charset=utf-8`)
        .header('content-disposition', `attachment; filename="deliveries.${format}"`)
        .send(text as unknown as string);
    },
  );

  app.get(
    '/deliveries/stats',
    {
      schema: {
        tags,
        summary: 'How many deliveries there are of each connector and status',
        querystring: DeliveryCountsQuery,
        response: { 200: DeliveryCounts, ...refusals(400) },
      },
    },
    async ({ query }, reply) => {
      const counts = await finishInSlices(deliveries.counts(query.since));
      return sendJsonText(reply, JSON.stringify(deliveryCountsView(counts)));
    },
  );

  app.get(
    '/deliveries/:id',
    {
      schema: {
        tags,
        summary: 'One delivery with its attempts',
        params: DeliveryPath,
        response: { 200: Delivery, ...refusals(404) },
      },
    },
    ({ params }) => deliveryView(deliveries.get(params.id)),
  );

  app.post(
    '/deliveries/:id/resend',
    {
      schema: {
        tags,
        summary: 'Send a finished delivery once more, under the same id',
        params: DeliveryPath,
        response: { 200: Delivery, ...refusals(400, 404, 409) },
      },
    },
    ({ params }) => deliveryView(deliveries.resend(params.id)),
  );

  /** What was deleted since the page was found is left out. */
  function* rowsJson(ids: readonly string[], meta: object) {
    const records = [];
    for (const id of ids) {
      const record = deliveries.brief(id);
      if (record) records.push(record);
      yield;
    }
    return yield* listJson(records, deliveryView, meta);
  }
}
