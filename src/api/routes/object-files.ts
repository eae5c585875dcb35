import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { AdoptBody, Adopted, JsonSchemaPath } from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Object files'];

/** Objects that lie in files, and what editors check such files by. */
export function objectFileRoutes(
  app: ApiApp,
  { objectFiles, jsonSchemas }: Pick<ApiParts, 'objectFiles' | 'jsonSchemas'>,
): void {
  app.post(
    '/object_files/adopt',
    {
      schema: {
        tags,
        summary: 'Write an object of the dashboard into a file, which has it from then on',
        body: AdoptBody,
        response: { 201: Adopted, ...refusals(400, 404, 409) },
      },
    },
    async ({ body: { kind, id, file } }, reply) => {
      if (!objectFiles) {
        throw new ApiError(
          409,
          'CONFLICT',
          'nothing is configured in files: name folders for them by the setting include, and restart',
        );
      }
      const { file: written, secrets } = await objectFiles.adopt(kind, id, file);
      return reply.code(201).send({ kind, id, file: written, secrets: [...secrets] });
    },
  );

  const made = new Map<string, object>();
  app.get(
    '/json_schema/:name',
    {
      schema: {
        tags,
        summary: 'The JSON Schema of files of objects, or of the settings, for editors',
        security: [],
        params: JsonSchemaPath,
        response: { 200: z.looseObject({}), ...refusals(404) },
      },
    },
    ({ params: { name } }) => {
      const schema = made.get(name) ?? jsonSchemas?.(name);
      if (!schema) throw new ApiError(404, 'NOT_FOUND', `there is no schema ${name}`);
      made.set(name, schema);
      return schema as Record<string, unknown>;
    },
  );
}
