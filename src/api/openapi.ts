import swagger, { type FastifyDynamicSwaggerOptions, type SwaggerTransformObject } from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { OpenAPIV3_1 } from 'openapi-types';
import type { ApiApp } from './api-app.ts';

type OpenApiDescription = Partial<OpenAPIV3_1.Document>;

/** Each component exists as input and as output; only what is referred to stays. */
const onlyUsedComponents: SwaggerTransformObject = (document) => {
  const description = jsonSchemaTransformObject(document) as OpenApiDescription;
  const schemas = description.components?.schemas ?? {};
  const used = new Set<string>();
  const look = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      look(schemas[name]);
    }
  };
  look(description.paths);
  const kept = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
  return { ...description, components: { ...description.components, schemas: kept } };
};

/** Describes the routes that are added afterwards, as OpenAPI 3.1. */
export function describeRoutes(app: ApiApp, version: string): void {
  const options: FastifyDynamicSwaggerOptions = {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tocsin API',
        description: 'The REST API of EMQX 5 where the concept is the same.',
        version,
      },
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'basic', description: 'API key and secret' },
          token: { type: 'http', scheme: 'bearer', description: 'The token of POST /login' },
        },
      },
      security: [{ apiKey: [] }, { token: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: onlyUsedComponents,
  };
  app.register(swagger, options);
}

/** The description itself. It holds no secret, and EMQX serves it to everybody too. */
export function openApiRoute(app: ApiApp): void {
  app.get('/api-docs/swagger.json', { schema: { hide: true } }, () => app.swagger());
}
