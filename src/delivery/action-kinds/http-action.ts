import { z } from 'zod';
import { httpHeadersField } from '../../connectors/http/custom-headers.ts';
import type { HttpRequest } from '../../connectors/http/http.ts';
import { DEFAULT_HEADERS, hasPlaceholder } from '../../connectors/http/http-settings.ts';
import { placeholdersIn } from '../../lib/placeholder.ts';
import {
  compileBody,
  compileTemplate,
  jsonFaultOf,
  type Template,
  type TemplateRow,
  wholeRow,
} from '../templates/template.ts';
import { defineAction, type RenderWarning } from './action-kind.ts';

const parameters = z.strictObject({
  path: z.string().default('').meta({ description: 'Template, appended to the URL of the connector.' }),
  method: z.enum(['post', 'put', 'get', 'delete']).default('post'),
  headers: httpHeadersField
    .default(() => ({ ...DEFAULT_HEADERS }))
    .meta({ description: 'Templates in names and values; replace those of the connector.' }),
  body: z.string().optional().meta({ description: 'Template; the whole row as JSON when it is absent.' }),
  max_retries: z.int().min(0).default(2).meta({
    description: 'Accepted for compatibility: a request is repeated until `request_ttl` is over.',
  }),
});

interface HeaderTemplate {
  name: Template;
  value: Template;
}

export const httpAction = defineAction<typeof parameters>({
  type: 'http',
  parameters,
  jsonFault({ headers, body, method }, connector) {
    if (body === undefined || method === 'get' || method === 'delete') return undefined;
    const ofConnector = Object.entries((connector.headers ?? {}) as Record<string, string>);
    return jsonFaultOf(body, contentTypeOf([...ofConnector, ...Object.entries(headers)]));
  },
  /** The whole row, to where the action sends when its path does not depend on the row. */
  fallback({ row, reason }, { path, method }): HttpRequest {
    return {
      method: method === 'put' ? 'put' : 'post',
      path: placeholdersIn(path).length === 0 ? path : '',
      headers: {
        'content-type': 'application/json',
        'x-tocsin-template-error': reason.slice(0, 500).replace(/[^\x20-\x7e]+/g, ' '),
      },
      body: row.json([]),
    };
  },
  compile({ path, method, headers, body }, connector) {
    const ofConnector = Object.entries((connector.headers ?? {}) as Record<string, string>);
    const own = Object.entries(headers);
    const pathTemplate = compileTemplate(path, 'path');
    const contentType = contentTypeOf([...ofConnector, ...own]);
    const bodyTemplate = body === undefined ? wholeRow : compileBody(body, contentType);
    // Those of the connector without placeholders are added when the request is sent, as they are then.
    const templates = [...ofConnector.filter(hasPlaceholder), ...own].map(compileHeader);
    const bodiless = method === 'get' || method === 'delete';
    return (row, warn): HttpRequest => {
      const request = {
        method,
        path: pathTemplate.render(row),
        headers: renderHeaders(templates, row, warn),
        body: bodiless ? '' : bodyTemplate.render(row),
      };
      if (!warn) return request;
      if (bodiless && body !== undefined) warn({ code: 'body_not_sent', method: method.toUpperCase() });
      if (!bodiless && /json/i.test(contentType) && !isJson(request.body)) warn({ code: 'body_not_json' });
      return request;
    };
  },
});

function contentTypeOf(headers: readonly (readonly [string, string])[]): string {
  return headers.findLast(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
}

function compileHeader([name, value]: readonly [string, string]): HeaderTemplate {
  return { name: compileTemplate(name, 'raw'), value: compileTemplate(value, 'header') };
}

/** A header whose name is not a token, or whose template itself breaks the line, is left out. */
function renderHeaders(
  templates: readonly HeaderTemplate[],
  row: TemplateRow,
  warn: ((warning: RenderWarning) => void) | undefined,
): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (const template of templates) {
    const name = template.name.render(row);
    const value = template.value.render(row);
    if (/^[!#$%&'*+\-.^_`|~\w]+$/.test(name) && !/[\r\n\0]/.test(value)) headers[name.toLowerCase()] = value;
    else warn?.({ code: 'header_left_out', name });
  }
  return headers;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
