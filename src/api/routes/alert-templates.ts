import { MESSAGE_KINDS, type StoredTemplate, TEMPLATE_VARIABLES } from '../../alerts/door.ts';
import { channelTypes } from '../../delivery/door.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import {
  AlertTemplate,
  AlertTemplateBody,
  AlertTemplateList,
  AlertTemplatePath,
  AlertTemplatePreview,
  AlertTemplatePreviewBody,
  Nothing,
} from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';

const tags = ['Alerts'];

type TemplateParts = Pick<ApiParts, 'alerts' | 'templatePreviews'>;

export function alertTemplateRoutes(app: ApiApp, { alerts, templatePreviews }: TemplateParts): void {
  const { templates } = alerts;

  app.get(
    '/alert_templates',
    {
      schema: {
        tags,
        summary: 'Templates of alert messages, and what they may be filled with',
        response: { 200: AlertTemplateList },
      },
    },
    () => {
      const data = templates.list().map(toView);
      return {
        data,
        meta: { count: data.length },
        kinds: [...MESSAGE_KINDS],
        channels: channelTypes(),
        variables: [...TEMPLATE_VARIABLES],
      };
    },
  );

  app.post(
    '/alert_templates/preview',
    {
      schema: {
        tags,
        summary: 'Show what a message would look like, and what the vendor would be sent; nothing is sent',
        body: AlertTemplatePreviewBody,
        response: { 200: AlertTemplatePreview, ...refusals(400, 404) },
      },
    },
    ({ body }) => {
      const { request, message, failure = null, ...shown } = templatePreviews.show(body);
      return { ...shown, message: { ...message }, body: request, failure };
    },
  );

  app.get(
    '/alert_templates/:channel/:language/:kind',
    {
      schema: {
        tags,
        summary: 'One template of alert messages',
        params: AlertTemplatePath,
        response: { 200: AlertTemplate, ...refusals(400, 404) },
      },
    },
    ({ params }) => {
      const found = templates.get(params);
      if (!found) throw missing(params);
      return toView(found);
    },
  );

  app.put(
    '/alert_templates/:channel/:language/:kind',
    {
      schema: {
        tags,
        summary: 'Write messages of this kind in other words; what is left out stays as it is built in',
        params: AlertTemplatePath,
        body: AlertTemplateBody,
        response: { 200: AlertTemplate, ...refusals(400) },
      },
    },
    ({ params, body }) => toView(templates.put(params, body)),
  );

  app.delete(
    '/alert_templates/:channel/:language/:kind',
    {
      schema: {
        tags,
        summary: 'Take a template away: the built-in text is back',
        params: AlertTemplatePath,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async ({ params }, reply) => {
      if (!templates.delete(params)) throw missing(params);
      return reply.code(204).send();
    },
  );
}

function missing({ channel, language, kind }: AlertTemplatePath): ApiError {
  const message = `there is no template for ${channel}/${language}/${kind}: such messages have the built-in text`;
  return new ApiError(404, 'NOT_FOUND', message);
}

function toView({ createdAt, updatedAt, ...template }: StoredTemplate): AlertTemplate {
  return { ...template, created_at: toTimestamp(createdAt), updated_at: toTimestamp(updatedAt) };
}
