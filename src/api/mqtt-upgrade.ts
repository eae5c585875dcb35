import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock, Timer } from '../lib/clock.ts';
import type { ApiApp } from './api-app.ts';
import { ApiError } from './api-error.ts';
import { authorize } from './authentication/authentication.ts';
import type { Identity } from './authentication/identity.ts';
import type { Principal } from './authentication/principal.ts';
import { operate } from './authentication/right.ts';
import type { ApiParts } from './parts.ts';

const PATH = '/mqtt';

/** What the client ids of people in a browser begin with, so that nobody takes over a device by accident. */
const PREFIX = 'dashboard-';

/** Milliseconds between two looks at whether somebody is still signed in. */
const LOOK_INTERVAL = 15_000;

/**
 * MQTT over WebSocket on the port of the dashboard, for those who are signed in there. The cookie says who it is; it is
 * `SameSite=Strict`, and a page of another origin is refused besides.
 */
export function acceptMqttUpgrades(
  app: ApiApp,
  identity: Identity,
  { browserEntrance: entrance, clock }: Pick<ApiParts, 'browserEntrance' | 'clock'>,
): void {
  const open = new Set<() => void>();
  // A server that closes waits for connections that were upgraded, too.
  app.addHook('preClose', async () => {
    for (const end of open) end();
  });
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Node has let go of it: an error that nobody listens for ends the process.
    socket.on('error', () => {});
    if (request.url?.split('?', 1)[0] !== PATH) return refuse(socket, 404);
    if (!isSameOrigin(request)) return refuse(socket, 403);
    if (entrance.isFull) return refuse(socket, 503);
    let principal: Principal;
    try {
      principal = signedIn(request, identity);
    } catch (error) {
      return refuse(socket, error instanceof ApiError ? error.status : 500);
    }
    const { name, role } = principal;
    const vouched = {
      // Not the name alone: there may be an MQTT user who is called the same and is somebody else.
      username: `dashboard:${name}`,
      prefix: PREFIX,
      attributes: { dashboard: 'true' },
      isSuperuser: role === 'administrator',
      identity: `dashboard:${name}`,
    };
    entrance.upgrade(request, socket as Socket, head, vouched, (end) => {
      open.add(end);
      const stopLooking = whileSignedIn(() => isStill(request, identity, role), clock, end);
      return () => {
        open.delete(end);
        stopLooking();
      };
    });
  });
}

function signedIn(request: IncomingMessage, identity: Identity): Principal {
  const { headers } = request;
  // API keys have the REST API; and a program that has a token can use a listener.
  if (headers.authorization !== undefined) throw new ApiError(401, 'BAD_TOKEN', 'Sign in with a browser');
  return authorize({ method: 'GET', headers }, { ...operate, signedInOnly: true }, identity);
}

function isStill(request: IncomingMessage, identity: Identity, role: string): boolean {
  try {
    return signedIn(request, identity).role === role;
  } catch {
    return false;
  }
}

/** @returns what stops looking */
function whileSignedIn(isSignedIn: () => boolean, clock: Clock, end: () => void): () => void {
  let timer: Timer;
  const look = (): void => {
    timer = clock.after(LOOK_INTERVAL, () => {
      if (isSignedIn()) look();
      else end();
    });
  };
  look();
  return () => timer.cancel();
}

/** By what the browser says itself; where it says nothing, by the host that the page and the request name. */
function isSameOrigin({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = headers;
  const host = origin === undefined ? undefined : URL.parse(origin)?.host;
  return host !== undefined && [headers.host, headers['x-forwarded-host']].includes(host);
}

function refuse(socket: Duplex, status: number): void {
  const line = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`;
  socket.end(`${line}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () => socket.destroy());
}
