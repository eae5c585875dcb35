import { z } from 'zod';

/** An empty one, as forms send it, is none. */
export const botSecretField = z.string().trim().optional();

export const keywordField = z.string().trim().max(100).optional().meta({
  description: 'One of the keywords of the bot: it is added to every message that does not contain it.',
});
