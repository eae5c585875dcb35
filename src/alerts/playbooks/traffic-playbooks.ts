import { choice, count, notify, period, prefix, severity, texts, topicFilter } from './parameters.ts';
import { type Playbook, playbook } from './playbook.ts';
import { beginsWith, noneOf, plain, sqlTopic, where } from './sql-parts.ts';

const window = period({ en: 'Within', zh: '时间窗口' }, '1m');

export const trafficPlaybooks: readonly Playbook[] = [
  playbook({
    id: 'dropped-messages',
    name: { en: 'Many dropped messages', zh: '大量消息丢弃' },
    description: {
      en: 'Many messages do not reach a subscriber, by the reason for which they are dropped.',
      zh: '大量消息没有送达订阅者，按丢弃原因分别统计。',
    },
    parameters: {
      ignore: texts({ en: 'Reasons that are nothing to worry about', zh: '忽略的丢弃原因' }, [
        'no_subscribers',
        'no_local',
      ]),
      count: count({ en: 'So many messages', zh: '消息条数' }, 1000),
      within: window,
      severity: severity('warning'),
      notify,
    },
    check: [
      {
        en: 'The reason: queue_full is a subscriber that is too slow or was away for too long',
        zh: '丢弃原因：queue_full 表示订阅者过慢或离线过久',
      },
      { en: 'Which subscriber and which topic it is', zh: '涉及的订阅者和主题' },
      {
        en: 'mqtt.max_mqueue_len, and the expiry of sessions and messages',
        zh: 'mqtt.max_mqueue_len，以及会话和消息的过期时间',
      },
    ],
    recipe: (values) => ({
      sql: `SELECT reason, clientid, topic\nFROM "$events/message/dropped", "$events/message/delivery_dropped"${where(noneOf('reason', values.ignore))}`,
      alert: {
        title: { en: 'Messages are dropped', zh: '消息丢弃升高' },
        key: `\${reason}`,
        threshold: { count: values.count, within: values.within },
      },
    }),
  }),
  playbook({
    id: 'silent-topic',
    name: { en: 'Silent topic', zh: '主题静默' },
    description: {
      en: 'No message came on a topic for too long. What is expected is missed from the start, even if it never came.',
      zh: '某个主题过久没有消息。写在期望列表中的主题从一开始就计时，即使从未出现过。',
    },
    parameters: {
      filter: topicFilter,
      after: period({ en: 'No message for', zh: '多久没有消息' }, '10m'),
      per: choice(
        { en: 'For all topics of the filter together, or for each', zh: '统计方式：整个过滤器或每个主题' },
        ['filter', 'topic'],
      ),
      expected: texts(
        { en: 'For each topic: those that have to come', zh: '按主题统计时：应当出现的主题' },
        [],
      ),
      severity: severity('warning'),
      notify,
    },
    check: [
      { en: 'Whether the clients that publish there are connected', zh: '发布该主题的客户端是否在线' },
      {
        en: 'Whether they are denied the topic, or publish to another one',
        zh: '它们是否被拒绝发布，或改用了其他主题',
      },
      {
        en: 'What makes the messages: a sensor, a program, a bridge',
        zh: '消息的来源：传感器、程序或桥接',
      },
    ],
    recipe: (values) => ({
      sql: `SELECT topic\nFROM ${sqlTopic(values.filter)}`,
      alert: {
        title: { en: 'No message', zh: '没有消息' },
        key: values.per === 'topic' ? `\${topic}` : plain(values.filter),
        absence: {
          after: values.after,
          expected: values.per === 'topic' ? [...values.expected] : [values.filter],
        },
      },
    }),
  }),
  playbook({
    id: 'slow-consumer',
    name: { en: 'Slow consumer', zh: '消费过慢' },
    description: {
      en: 'A subscriber takes messages so slowly that its queue is full and older ones are dropped.',
      zh: '订阅者取消息过慢，队列已满，较早的消息被丢弃。',
    },
    parameters: {
      prefix,
      count: count({ en: 'So many messages', zh: '消息条数' }, 100),
      within: window,
      severity: severity('warning'),
      notify,
    },
    check: [
      {
        en: 'Whether the subscriber is connected, and how busy it is',
        zh: '订阅者是否在线，以及是否繁忙',
      },
      {
        en: 'Its receive maximum, and whether it acknowledges in time',
        zh: '其接收最大值，以及是否及时确认',
      },
      {
        en: 'Whether several subscribers could share the topic ($share)',
        zh: '是否可以用共享订阅（$share）分担',
      },
    ],
    recipe: (values) => ({
      sql: `SELECT clientid, username, peername, topic, reason\nFROM "$events/message/delivery_dropped"${where(`reason = 'queue_full'`, beginsWith('clientid', values.prefix))}`,
      alert: {
        title: { en: 'Slow consumer', zh: '消费过慢' },
        key: `\${clientid}`,
        threshold: { count: values.count, within: values.within },
      },
    }),
  }),
];
