import { z } from 'zod';
import { Timestamp } from './values.ts';

export const UserSession = z
  .object({
    id: z.string(),
    username: z.string(),
    address: z.string().meta({ description: 'From where somebody signed in' }),
    agent: z.string().meta({ description: 'What the browser or program called itself' }),
    since: Timestamp,
    used_at: Timestamp,
    expires_at: Timestamp.meta({ description: 'Unless it is used before' }),
    current: z.boolean().meta({ description: 'Whether it is the one that asks' }),
  })
  .meta({ id: 'UserSession' });
export type UserSession = z.output<typeof UserSession>;

export const UserSessionPath = z.object({ username: z.string(), session: z.string() });
