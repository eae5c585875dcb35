import { z } from 'zod';
import { schemaChange, schemaDraft } from '../../schemas/door.ts';
import type { ApiApp } from '../api-app.ts';
import { Nothing, Schema, SchemaPath } from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Schemas'];

/** The schemas by which rules read and write. */
export function schemaRegistryRoutes(app: ApiApp, { schemas }: Pick<ApiParts, 'schemas'>): void {
  app.get(
    '/schema_registry',
    { schema: { tags, summary: 'All schemas, those in files too', response: { 200: z.array(Schema) } } },
    () => schemas.list(),
  );

  app.post(
    '/schema_registry',
    {
      schema: {
        tags,
        summary: 'Register a schema',
        body: schemaDraft.meta({ id: 'NewSchema' }),
        response: { 201: Schema, ...refusals(400, 415) },
      },
    },
    async (request, reply) => reply.code(201).send(schemas.create(request.body)),
  );

  app.get(
    '/schema_registry/:name',
    {
      schema: {
        tags,
        summary: 'One schema',
        params: SchemaPath,
        response: { 200: Schema, ...refusals(404) },
      },
    },
    (request) => schemas.get(request.params.name),
  );

  app.put(
    '/schema_registry/:name',
    {
      schema: {
        tags,
        summary: 'Replace a schema; rules use the new one from the next event on',
        params: SchemaPath,
        body: schemaChange.meta({ id: 'SchemaChange' }),
        response: { 200: Schema, ...refusals(400, 404, 415) },
      },
    },
    (request) => schemas.update(request.params.name, request.body),
  );

  app.delete(
    '/schema_registry/:name',
    {
      schema: {
        tags,
        summary: 'Delete a schema; rules that use it fail from then on',
        params: SchemaPath,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      schemas.delete(request.params.name);
      return reply.code(204).send();
    },
  );
}
