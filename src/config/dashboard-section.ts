import { z } from 'zod';
import * as signIn from '../api/contract/sign-in.ts';
import { parseBind } from '../broker/listeners/bind.ts';
import type { ListenAddress } from '../broker/listeners/listening.ts';
import { isEveryAddress, urlHost } from '../lib/url-host.ts';
import { bind, duration, file, host, password, port, taking, username } from './config-fields.ts';
import { HTTPS_PORT } from './dashboard-places.ts';
import { sslOptions } from './ssl-options.ts';
import { oidc } from './sso-section.ts';

const http = z.strictObject({
  bind: bind()
    .optional()
    .describe(
      'Where the dashboard and the API are reached without TLS, in the place of dashboard.host and dashboard.port; 0 is nowhere',
    ),
});

const https = z.strictObject({
  bind: bind()
    .optional()
    .describe(
      'Where they are reached over TLS; 0 is nowhere. Without this setting, on 18084 of dashboard.host as soon as there is a certificate',
    ),
  ssl_options: sslOptions.prefault({}),
});

const section = z.strictObject({
  host: host().prefault('0.0.0.0').describe('Address of the dashboard and the API'),
  port: port().prefault(18_083).describe('Port of the dashboard and the API; 0 takes a free one'),
  listeners: z.strictObject({ http: http.prefault({}), https: https.prefault({}) }).prefault({}),
  bootstrap_username: username(signIn.username)
    .prefault('admin')
    .describe('The first administrator, made at a start that finds no user'),
  bootstrap_password: password(signIn.password)
    .optional()
    .describe('Password of the first administrator; without it the start prints a link for setting one'),
  base_path: taking(z.string().regex(/^(\/[\w.~-]+)*$/), { kind: 'basePath' })
    .prefault('')
    .describe('Path below which a reverse proxy shows the dashboard, if the proxy does not take it away'),
  sso: z.strictObject({ oidc: oidc.prefault({}) }).prefault({}),
  token_expired_time: duration('1m', '30d').prefault('60m').describe('How long a login lasts'),
});

export const dashboard = section.superRefine(({ host, port, listeners: { http, https } }, context) => {
  const { certfile, keyfile } = https.ssl_options;
  const isSecure = https.bind === undefined ? certfile !== undefined : https.bind !== '0';
  const complain = (path: readonly string[], message: string) =>
    context.addIssue({ code: 'custom', path: ['listeners', ...path], message, params: { isSentence: true } });
  const missing = Object.entries({ certfile, keyfile }).flatMap(([name, value]) => (value ? [] : [name]));
  if (isSecure && missing.length > 0) {
    complain(
      ['https', 'ssl_options'],
      `TLS needs a certificate and its key: set dashboard.listeners.https.ssl_options.${missing.join(' and ')}`,
    );
  }
  const plain = http.bind === undefined ? { host, port } : parseBind(http.bind);
  const secure = parseBind(https.bind ?? `${urlHost(host)}:${HTTPS_PORT}`);
  if (isSecure && plain && secure && isSamePort(plain, secure)) {
    complain(
      ['https', 'bind'],
      `port ${secure.port} is the one without TLS: choose another, or switch that off by dashboard.listeners.http.bind=0`,
    );
  }
  if (!isSecure && http.bind === '0') {
    complain(
      ['http', 'bind'],
      'nobody could reach the dashboard and the API: set dashboard.listeners.https.ssl_options.certfile and keyfile, or another bind',
    );
  }
});

function isSamePort(one: ListenAddress, other: ListenAddress): boolean {
  if (one.port !== other.port || one.port === 0) return false;
  return one.host === other.host || isEveryAddress(one.host) || isEveryAddress(other.host);
}

export const apiKey = z.strictObject({
  bootstrap_file: file()
    .optional()
    .describe('File with lines key:secret or key:secret:role, loaded at every start'),
});
