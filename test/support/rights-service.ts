import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export interface RightsAnswer {
  status?: number;
  body?: unknown;
  /** Keeps the question open until `release`. */
  hangs?: boolean;
}

/** A real HTTP service that says who may do what; a test changes its mind. */
export interface RightsService {
  readonly url: string;
  answer: RightsAnswer;
  /** The bodies of the questions. */
  readonly questions: Record<string, unknown>[];
  /** Answers what it kept open, with the present answer. */
  release(): void;
  die(): Promise<void>;
}

export async function startRightsService(t: TestContext): Promise<RightsService> {
  const open: ServerResponse[] = [];
  const send = (response: ServerResponse): void => {
    const { status = 200, body } = service.answer;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      service.questions.push(JSON.parse(Buffer.concat(chunks).toString() || '{}'));
      if (service.answer.hangs) open.push(response);
      else send(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const service: RightsService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/may`,
    answer: { body: { result: 'allow' } },
    questions: [],
    release() {
      for (const response of open.splice(0)) send(response);
    },
    die() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return service;
}

/** The facts that its questions carry. */
export const QUESTION = {
  clientid: '${clientid}',
  username: '${username}',
  peerhost: '${peerhost}',
  action: '${action}',
  topic: '${topic}',
  qos: '${qos}',
  retain: '${retain}',
  cn: '${cert_common_name}',
  site: '${client_attrs.site}',
};
