import { z } from 'zod';
import { MfaState, UserBackend, UserRole } from './sign-in.ts';

/** Who is signed in in this browser. */
export const Session = z
  .object({
    username: z.string(),
    role: UserRole,
    backend: UserBackend,
    mfa: MfaState,
    version: z.string().meta({ description: 'Of the program' }),
    node: z.string(),
    recovery_codes: z
      .array(z.string())
      .optional()
      .meta({ description: 'Only in the answer to a sign-in that set up the authenticator app' }),
    time_zone: z.string().meta({ description: "The server's: an IANA name" }),
  })
  .meta({ id: 'Session' });
export type Session = z.output<typeof Session>;

export const SetupStatus = z
  .object({ required: z.boolean().meta({ description: 'Whether there is no user yet' }) })
  .meta({ id: 'SetupStatus' });
export type SetupStatus = z.output<typeof SetupStatus>;
