import type { ServerResponse } from 'node:http';
import type { ChannelMessage } from '../../../src/connectors/channels/channel-message.ts';
import { HttpReceiver } from '../http-receiver.ts';
import type { ConnectorFixture } from './connector-fixture.ts';

interface HttpFixture {
  readonly type: string;
  /** Good settings whose requests go to this origin: `http://127.0.0.1:40123`. */
  settings(origin: string): Record<string, unknown>;
  readonly request: unknown;
  readonly secrets: readonly string[];
  /** What the vendor answers when it took a request; `200 {}` when absent. */
  readonly accepts?: { status?: number; body?: string };
  /** What it answers when it will never take it; `400` when absent. */
  readonly refuses?: { status?: number; body?: string };
  readonly refused: ConnectorFixture['refused'];
}

/** Of every kind that sends one HTTP request. */
export function httpFixture({ accepts = {}, refuses = {}, ...kind }: HttpFixture): ConnectorFixture {
  const answer =
    ({ status = 200, body = '{}' }: { status?: number; body?: string }) =>
    (_request: unknown, response: ServerResponse): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    };
  return {
    type: kind.type,
    refused: kind.refused,
    at: (host) => kind.settings(`http://${host}`),
    async open(t) {
      const receiver = await new HttpReceiver().open();
      t.after(() => receiver.close());
      receiver.answer = answer(accepts);
      return {
        settings: kind.settings(`http://127.0.0.1:${receiver.port}`),
        request: kind.request,
        secrets: kind.secrets,
        arrived: () => receiver.requests.length,
        refused() {
          receiver.answer = answer({ status: 400, ...refuses });
          return kind.request;
        },
        hang() {
          receiver.answer = () => undefined;
        },
        goAway: () => receiver.close(),
        comeBack: () => receiver.open(),
      };
    },
  };
}

export const message: ChannelMessage = { title: 'pump 7 is offline', text: 'since 10:15' };

/** Refused by all that have a `url`. */
export const badUrls = [
  [{}, 'url'],
  [{ url: 'file:///etc/passwd' }, 'url'],
  [{ url: 'http://me:pw@host' }, 'url'],
  [{ url: 'http://host', pool_size: 0 }, 'pool_size'],
  [{ url: 'http://host', connect_timeout: 'soon' }, 'connect_timeout'],
] as const;
