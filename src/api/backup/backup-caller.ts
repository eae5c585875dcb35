import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import type { ApiApp } from '../api-app.ts';
import { type ApiCaller, BackupRefusal } from './backup-item.ts';

/** Asks this very API, as who sent the request. */
export function callerOf(app: ApiApp, { headers, ip }: Pick<FastifyRequest, 'headers' | 'ip'>): ApiCaller {
  const { authorization, cookie, 'user-agent': agent, 'x-tocsin': sign } = headers;
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) => {
    const response = await app.inject({
      method,
      url: `/api/v5${path}`,
      remoteAddress: ip,
      headers: {
        ...(authorization && { authorization }),
        ...(cookie && { cookie }),
        ...(agent && { 'user-agent': agent }),
        ...(sign && { 'x-tocsin': sign }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    });
    // A call ends in the turn in which it began: thousands of them would keep MQTT clients waiting.
    await nextTurn();
    return response;
  };
  return {
    async get(path) {
      const response = await call('GET', path);
      if (response.statusCode === 404) return undefined;
      if (response.statusCode >= 400) throw refusalOf(response.statusCode, response.body);
      return JSON.parse(response.body) as unknown;
    },
    async send(method, path, body) {
      const response = await call(method, path, body);
      if (response.statusCode >= 400) throw refusalOf(response.statusCode, response.body);
    },
  };
}

function refusalOf(status: number, text: string): BackupRefusal {
  try {
    const { message, reason_code } = JSON.parse(text) as { message?: unknown; reason_code?: unknown };
    return new BackupRefusal(status, String(message ?? reason_code ?? text));
  } catch {
    return new BackupRefusal(status, text.slice(0, 500));
  }
}
