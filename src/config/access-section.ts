import { z } from 'zod';
import { choice, loopbackOrFlag } from './config-fields.ts';

export const access = z.strictObject({
  allow_anonymous: loopbackOrFlag()
    .prefault('loopback')
    .describe(
      'Who may connect without a user name: clients on this machine (loopback), everybody, or nobody',
    ),
  deny_action: choice(['ignore', 'disconnect'])
    .prefault('ignore')
    .describe('Older name of `authorization.deny_action`; `disconnect` here still counts'),
});
