import { type RetainerSettings, retainedLimitsOf } from './broker/messages/retainer-settings.ts';
import { type SlowDocument, slowSettingsOf } from './broker/observing/slow-document.ts';
import type { RewriteRule } from './broker/rewriting/rewrite-rule.ts';
import type { AutoSubscription } from './broker/sessions/auto-subscriptions.ts';
import type { BrokerSettings } from './broker/settings.ts';
import type { Definitions } from './store/definitions.ts';

/** What an operator set by the API while the program ran, which stands above the configuration. */
export function storedSettings(definitions: Definitions): Partial<BrokerSettings> {
  const read = <Body>(kind: string) => definitions.get<Body>(kind, kind)?.body;
  const retainer = read<RetainerSettings>('retainer');
  const limits = retainer && retainedLimitsOf(retainer);
  const delayed = read<{ enable: boolean; max_delayed_messages: number }>('delayed');
  const slow = read<SlowDocument>('slow_subscriptions');
  const countedTopics = read<{ topic: string }[]>('topic_metrics')?.map(({ topic }) => topic);
  const rewriteRules = read<RewriteRule[]>('topic_rewrite');
  const autoSubscriptions = read<AutoSubscription[]>('auto_subscribe');
  return {
    ...(limits && !('unreadable' in limits) && { retained: limits }),
    ...(delayed && {
      delayed: { isOn: delayed.enable, maximumMessages: delayed.max_delayed_messages },
    }),
    ...(slow && { slowSubscriptions: slowSettingsOf(slow) }),
    ...(countedTopics && { countedTopics }),
    ...(rewriteRules && { rewriteRules }),
    ...(autoSubscriptions && { autoSubscriptions }),
  };
}
