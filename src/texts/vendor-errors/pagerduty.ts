import type { VendorError } from './vendor-error.ts';

/** Events API v2 of PagerDuty. Its only codes are the words of `status`; what was wrong stands in `errors`. */
export const pagerdutyErrors: readonly VendorError[] = [
  {
    says: /Length of 'routing_key'/i,
    en: {
      sentence: 'The routing key is not complete: an integration key has 32 characters.',
      fix: 'Copy the integration key again: Services → the service → Integrations → Events API V2.',
    },
    zh: {
      sentence: 'routing_key 不完整：集成密钥应为 32 个字符。',
      fix: '请重新复制集成密钥：Services → 对应服务 → Integrations → Events API V2。',
    },
  },
  {
    says: /invalid routing key|routing_key/i,
    en: {
      sentence:
        'PagerDuty does not know this routing key: it is that of another region, or its integration was removed.',
      fix: 'Copy the key of an Events API V2 integration; for an EU account set url to https://events.eu.pagerduty.com/v2/enqueue.',
    },
    zh: {
      sentence: 'PagerDuty 不认识这个 routing_key：它属于其他区域，或集成已被删除。',
      fix: '请复制 Events API V2 集成的密钥；欧盟账户请把 url 设为 https://events.eu.pagerduty.com/v2/enqueue。',
    },
  },
  {
    says: /payload\.severity/i,
    en: {
      sentence: 'PagerDuty knows only four words of severity: critical, error, warning and info.',
      fix: 'Write one of them as severity of the action.',
    },
    zh: {
      sentence: 'PagerDuty 的 severity 只有四个值：critical、error、warning、info。',
      fix: '请把动作的 severity 改为其中之一。',
    },
  },
  {
    says: /event_action/i,
    en: {
      sentence: 'PagerDuty knows only three words of event_action: trigger, acknowledge and resolve.',
      fix: 'Write one of them as event_action of the action.',
    },
    zh: {
      sentence: 'PagerDuty 的 event_action 只有三个值：trigger、acknowledge、resolve。',
      fix: '请把动作的 event_action 改为其中之一。',
    },
  },
  {
    says: /dedup_key/i,
    en: {
      sentence: 'An acknowledge or resolve has to name its alert, by at most 255 characters.',
      fix: 'Write a dedup_key in the action, the same as in the one that triggers.',
    },
    zh: {
      sentence: 'acknowledge 和 resolve 必须指明告警，dedup_key 最长 255 个字符。',
      fix: '请在动作中填写 dedup_key，与触发告警的动作保持一致。',
    },
  },
  {
    codes: ['invalid event', '400'],
    en: {
      sentence: 'PagerDuty refused a part of the event.',
      fix: 'Read in its answer which one, and change it in the action.',
    },
    zh: {
      sentence: 'PagerDuty 拒绝了事件中的某个字段。',
      fix: '请在返回内容中查看是哪个字段，并在动作中修改。',
    },
  },
  {
    codes: ['413'],
    en: {
      sentence: 'The event is larger than the 512 KB that PagerDuty takes.',
      fix: 'Select fewer columns in the rule, or write custom_details in the action.',
    },
    zh: {
      sentence: '事件超过 PagerDuty 的 512 KB 限制。',
      fix: '请在规则中选取更少的列，或在动作中填写 custom_details。',
    },
  },
  {
    codes: ['throttle exceeded', '429'],
    en: {
      sentence: 'More events came than PagerDuty takes from one key, about 120 events a minute.',
      fix: 'Nothing to do: it goes on by itself. If it happens often, group alerts, or use one key for each service.',
    },
    zh: {
      sentence: '事件过多：PagerDuty 每个密钥每分钟约接收 120 个事件。',
      fix: '无需处理，之后自动继续。如果经常发生，请合并告警，或为每个服务使用单独的密钥。',
    },
  },
  {
    codes: ['401', '403', '404'],
    en: {
      sentence: 'At this address there is no Events API of PagerDuty, or it lets nobody in.',
      fix: 'Leave url out, or set it to https://events.eu.pagerduty.com/v2/enqueue for an EU account.',
    },
    zh: {
      sentence: '该地址不是 PagerDuty 的 Events API，或拒绝访问。',
      fix: '请不要填写 url；欧盟账户请设为 https://events.eu.pagerduty.com/v2/enqueue。',
    },
  },
];
