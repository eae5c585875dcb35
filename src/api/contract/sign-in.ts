import { z } from 'zod';
import { fileMember, Timestamp } from './values.ts';

export const UserRole = z.enum(['administrator', 'editor', 'operator', 'viewer']);
export type UserRole = z.output<typeof UserRole>;
export const KeyRole = z.enum(['administrator', 'editor', 'operator', 'viewer', 'publisher']);
export type KeyRole = z.output<typeof KeyRole>;

/** Areas of the API, by EMQX's names; nothing here belongs to the last two. */
export const ApiScope = z.enum([
  'connections',
  'publish',
  'data_integration',
  'access_control',
  'monitoring',
  'cluster_operations',
  'system',
  'audit',
  'gateways',
  'license',
]);
export type ApiScope = z.output<typeof ApiScope>;

/** Where the password is looked at: here, or by the provider of OpenID Connect. */
export const UserBackend = z.enum(['local', 'oidc']);
export type UserBackend = z.output<typeof UserBackend>;

/** Whether a code of an authenticator app is asked for. */
export const MfaState = z.enum(['none', 'disabled', 'totp']);

const SIGN_IN_TEXT_MAXIMUM = 100;

/** Of an authenticator app, or a recovery code. */
const mfaToken = z
  .string()
  .max(SIGN_IN_TEXT_MAXIMUM)
  .meta({ description: 'The six digits of the authenticator app, or a recovery code' });

export const LoginBody = z.strictObject({
  username: z.string().max(SIGN_IN_TEXT_MAXIMUM),
  password: z.string().max(SIGN_IN_TEXT_MAXIMUM),
  mfa_token: mfaToken.optional(),
});

const recoveryCodes = z
  .array(z.string())
  .meta({ description: 'Each good once, in place of a code of the app. They are told this one time' });

export const Login = z
  .object({
    token: z.string(),
    version: z.string(),
    license: z.object({ edition: z.enum(['opensource', 'enterprise']) }),
    role: UserRole,
    recovery_codes: recoveryCodes.optional(),
  })
  .meta({ id: 'Login' });
export type Login = z.output<typeof Login>;

export const LogoutBody = z.strictObject({ username: z.string() });

export const username = z
  .string()
  .min(1)
  .max(SIGN_IN_TEXT_MAXIMUM)
  .regex(/^[_a-zA-Z0-9]*$/, 'may contain letters, digits and _ only');

/** 8 to 64 printable ASCII characters of at least two of the kinds letters, digits, specials. */
export const password = z
  .string()
  .min(8)
  .max(64)
  .regex(/^[\x20-\x7e]*$/, 'must be printable ASCII')
  .refine((text) => [/[a-zA-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(text)).length >= 2, {
    error: 'needs at least two of: letters, digits, special characters',
  });

export const SetupBody = z.strictObject({ token: z.string().max(SIGN_IN_TEXT_MAXIMUM), username, password });

export const User = z
  .object({
    username: z.string(),
    role: UserRole,
    description: z.string(),
    backend: UserBackend,
    mfa: MfaState,
    file: fileMember,
  })
  .meta({ id: 'User' });
export type User = z.output<typeof User>;

const description = z.string().max(1000);

export const UserBody = z.strictObject({
  username,
  password,
  role: UserRole.default('administrator'),
  description: description.default(''),
});
export const UserUpdateBody = z.strictObject({ role: UserRole, description: description.default('') });
export const UserPath = z.object({ username: z.string() });
export const ChangePasswordBody = z.strictObject({
  old_pwd: z.string().max(SIGN_IN_TEXT_MAXIMUM),
  new_pwd: password,
});

export const MfaBody = z.strictObject({ mechanism: z.literal('totp'), mfa_token: mfaToken.optional() });
export const MfaOffBody = z.strictObject({ mfa_token: mfaToken.optional() });
export const MfaCodeBody = z.strictObject({ mfa_token: mfaToken });

export const MfaEnrolment = z
  .object({
    secret: z.string().meta({ description: 'Base32, for an app that cannot read the picture' }),
    uri: z.string().meta({ description: '`otpauth://…`, what the QR code holds' }),
  })
  .meta({ id: 'MfaEnrolment' });
export type MfaEnrolment = z.output<typeof MfaEnrolment>;

export const RecoveryCodes = z.object({ recovery_codes: recoveryCodes }).meta({ id: 'RecoveryCodes' });
export type RecoveryCodes = z.output<typeof RecoveryCodes>;

const scopes = z.array(ApiScope).min(1).max(ApiScope.options.length).meta({
  description: 'Areas of the API that the key is for, within its role; without it all',
});

const expiredAt = z.union([z.literal('infinity'), z.iso.datetime({ offset: true }), z.int().min(0)]);

export const ApiKey = z
  .object({
    name: z.string(),
    api_key: z.string(),
    api_secret: z.string().optional().meta({ description: 'Only in the answer that creates the key' }),
    enable: z.boolean(),
    expired_at: z.string().meta({ description: 'RFC 3339, or `infinity`' }),
    created_at: Timestamp,
    desc: z.string(),
    expired: z.boolean(),
    role: KeyRole,
    scopes: scopes.optional(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.output<typeof ApiKey>;

export const ApiKeyBody = z.strictObject({
  name: z
    .string()
    .max(256)
    .regex(/^[A-Za-z]+[A-Za-z0-9-_]*$/, 'starts with a letter, then letters, digits, - and _'),
  desc: description.default(''),
  enable: z.boolean().default(true),
  expired_at: expiredAt.default('infinity').meta({ description: 'RFC 3339, Unix seconds, or `infinity`' }),
  role: KeyRole.default('administrator'),
  scopes: scopes.optional(),
});
export const ApiKeyUpdateBody = z.strictObject({
  desc: description.optional(),
  enable: z.boolean().optional(),
  expired_at: expiredAt.default('infinity'),
  role: KeyRole.optional(),
  scopes: scopes.nullish().meta({ description: 'null: all areas; left out: as before' }),
});
export const ApiKeyPath = z.object({ name: z.string() });
