import { addressProblems } from '../../texts/channel-addresses.ts';
import { urlField } from '../http/outbound-settings.ts';
import { mistakeInChannelUrl } from './channel-urls.ts';

/**
 * The address of a bot of this type: that of another vendor is refused by name, a server that nobody knows is taken.
 * @param part `base`: it need not hold the token
 */
export function channelUrlField(type: string, part: 'whole' | 'base' = 'whole') {
  return urlField.superRefine((text, context) => {
    const mistake = mistakeInChannelUrl(text, type);
    if (!mistake || (part === 'base' && mistake.problem === 'incomplete')) return;
    const { problem, vendor } = mistake;
    context.addIssue({
      code: 'custom',
      message: addressProblems.en[problem](vendor),
      params: { message_zh: addressProblems.zh[problem](vendor) },
    });
  });
}
