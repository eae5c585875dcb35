import { z } from 'zod';
import { type ConnectorHandle, defineConnector } from '../connectors/connector.ts';
import { connectorKinds, registerConnectorKind } from '../connectors/connector-kinds.ts';
import type { Outcome } from '../connectors/outcome.ts';
import { defineAction } from '../delivery/action-kinds/action-kind.ts';
import { registerActionKind } from '../delivery/action-kinds/action-kinds.ts';
import { compileBody, wholeRow } from '../delivery/templates/template.ts';
import type { OwnConnector, OwnHandle, OwnOutcome, OwnSetting } from './own-connector.ts';

const TYPE = /^[a-z][a-z0-9_]{0,63}$/;

const parameters = z.strictObject({
  body: z.string().default('').meta({ description: 'Template; the whole row as JSON when it is empty.' }),
});

interface OwnRequest {
  readonly text: string;
}

/** Types that this process has got from `defineConnector`; they may be defined anew. */
const own = new Set<string>();

/** @throws Error for a type that is no word, or that Tocsin has */
export function registerConnectors(connectors: readonly OwnConnector[]): void {
  for (const { type, definition } of connectors) {
    if (!TYPE.test(type)) {
      throw new Error(`the type of a connector is a word of lower-case letters, digits and _, not "${type}"`);
    }
    if (connectorKinds.has(type) && !own.has(type)) {
      throw new Error(`Tocsin has connectors of the type ${type}: give yours another one`);
    }
    own.add(type);
    registerConnectorKind(
      defineConnector<z.ZodObject, OwnRequest>({
        type,
        settings: settingsSchema(definition.settings ?? {}),
        async open(settings, identity) {
          return handleOf(await definition.open(settings as never, identity?.name ?? ''));
        },
        describe: (_settings, { text }) => ({ body: text }),
      }),
    );
    registerActionKind(
      defineAction<typeof parameters>({
        type,
        parameters,
        compile({ body }) {
          const template = body === '' ? wholeRow : compileBody(body, isJson(body) ? 'application/json' : '');
          return (row): OwnRequest => ({ text: template.render(row) });
        },
      }),
    );
  }
}

/** What looks like JSON is filled in as JSON, so that a value cannot break out of its quotes. */
function isJson(body: string): boolean {
  return /^\s*[[{]/.test(body);
}

function settingsSchema(settings: Readonly<Record<string, OwnSetting>>): z.ZodObject {
  const fields = Object.entries(settings).map(([name, { type, description, default: usual }]) => {
    const field = { string: z.string(), number: z.number(), boolean: z.boolean() }[type] as z.ZodType;
    const described = description === undefined ? field : field.meta({ description });
    return [name, usual === undefined ? described : described.default(usual)] as const;
  });
  return z.strictObject(Object.fromEntries(fields));
}

function handleOf(handle: OwnHandle): ConnectorHandle<OwnRequest> {
  let running = 0;
  let onIdle: (() => void) | undefined;
  return {
    concurrency: handle.concurrency ?? 1,
    async send({ id, request: { text } }, signal) {
      running++;
      try {
        return outcomeOf((await handle.send({ id, text, value: readValue(text), signal })) ?? undefined);
      } catch (error) {
        return unavailableFor(error);
      } finally {
        running--;
        if (running === 0) onIdle?.();
      }
    },
    async probe(signal) {
      try {
        await handle.probe?.(signal);
        return { reachable: true };
      } catch (error) {
        return { reachable: false, reason: messageOf(error) };
      }
    },
    drain: () =>
      running === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            onIdle = resolve;
          }),
    async close() {
      await handle.close?.();
    },
  };
}

function outcomeOf(said: OwnOutcome): Outcome {
  if (said === undefined) return { kind: 'delivered', answer: { status: 200, excerpt: '' } };
  if ('rejected' in said) return { kind: 'rejected', cause: 'message', reason: said.rejected };
  return { kind: 'unavailable', cause: 'remote', reason: said.unavailable, retryAfter: said.retryAfter };
}

function unavailableFor(error: unknown): Outcome {
  return { kind: 'unavailable', cause: 'remote', reason: messageOf(error) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
