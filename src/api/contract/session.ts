import { z } from 'zod';
import { UserRole } from './sign-in.ts';

/** Who is signed in in this browser. */
export const Session = z
  .object({
    username: z.string(),
    role: UserRole,
    version: z.string().meta({ description: 'Of the program' }),
    node: z.string(),
    time_zone: z.string().meta({ description: "The server's: an IANA name" }),
  })
  .meta({ id: 'Session' });
export type Session = z.output<typeof Session>;
