import { z } from 'zod';
import * as signIn from '../api/contract/sign-in.ts';
import { duration, file, host, password, port, username } from './config-fields.ts';
import { oidc } from './sso-section.ts';

export const dashboard = z.strictObject({
  host: host().prefault('0.0.0.0').describe('Address of the dashboard and the API'),
  port: port().prefault(18_083).describe('Port of the dashboard and the API; 0 takes a free one'),
  bootstrap_username: username(signIn.username)
    .prefault('admin')
    .describe('The first administrator, made at a start that finds no user'),
  bootstrap_password: password(signIn.password)
    .optional()
    .describe('Password of the first administrator; without it the start prints a link for setting one'),
  base_path: z
    .string()
    .regex(/^(\/[\w.~-]+)*$/, 'must be a path such as /tocsin, without a slash at its end')
    .prefault('')
    .describe('Path below which a reverse proxy shows the dashboard, if the proxy does not take it away'),
  sso: z.strictObject({ oidc: oidc.prefault({}) }).prefault({}),
  token_expired_time: duration('1m', '30d').prefault('60m').describe('How long a login lasts'),
});

export const apiKey = z.strictObject({
  bootstrap_file: file()
    .optional()
    .describe('File with lines key:secret or key:secret:role, loaded at every start'),
});
