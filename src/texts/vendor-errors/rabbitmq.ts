import type { VendorError } from './vendor-error.ts';

/** Reply codes of AMQP 0-9-1, and words of ours for what has none. */
export const rabbitmqErrors: readonly VendorError[] = [
  {
    codes: ['312'],
    en: {
      sentence: 'No queue is bound to the exchange for this routing key: the message came back.',
      fix: 'Bind a queue, or set `mandatory` of the action to false when it may be thrown away.',
    },
    zh: {
      sentence: '交换机上没有队列绑定该路由键，消息被退回。',
      fix: '请绑定队列；若允许丢弃，可将动作的 mandatory 设为 false。',
    },
  },
  {
    codes: ['404'],
    en: {
      sentence: 'There is no such exchange in this virtual host.',
      fix: 'Declare the exchange, or correct `exchange` of the action or `virtual_host` of the connector.',
    },
    zh: {
      sentence: '该虚拟主机中没有此交换机。',
      fix: '请先声明交换机，或更正动作的 exchange、连接器的 virtual_host。',
    },
  },
  {
    codes: ['403'],
    en: {
      sentence: 'RabbitMQ does not let this user in, or not write to the exchange.',
      fix: 'Check `username` and `password` of the connector, and the user’s permissions in RabbitMQ.',
    },
    zh: {
      sentence: 'RabbitMQ 拒绝该用户登录，或不允许写入此交换机。',
      fix: '请检查连接器的 username、password 以及该用户在 RabbitMQ 中的权限。',
    },
  },
  {
    codes: ['406'],
    en: {
      sentence: 'RabbitMQ does not take the message as it is: too large, or against a policy.',
      fix: 'Send less, or change the limit or policy there.',
    },
    zh: { sentence: 'RabbitMQ 不接受该消息：过大或违反策略。', fix: '请减小消息，或调整其上限或策略。' },
  },
  {
    codes: ['530'],
    en: {
      sentence: 'There is no such virtual host, or the user may not use it.',
      fix: 'Correct `virtual_host` of the connector, or give the user access to it.',
    },
    zh: {
      sentence: '虚拟主机不存在，或该用户无权访问。',
      fix: '请更正连接器的 virtual_host，或授予访问权限。',
    },
  },
  {
    codes: ['nack'],
    en: {
      sentence: 'A queue is full and refuses, or has a problem.',
      fix: 'Let the queue be emptied, or raise its limit; it is sent again until then.',
    },
    zh: { sentence: '队列已满而拒绝，或出现内部问题。', fix: '请消费队列或调大上限；期间会自动重发。' },
  },
  {
    codes: ['blocked'],
    en: {
      sentence: 'RabbitMQ is short of memory or disk and takes nothing from publishers.',
      fix: 'Free memory or disk there; it is sent again until then.',
    },
    zh: { sentence: 'RabbitMQ 内存或磁盘不足，暂停接收消息。', fix: '请释放其内存或磁盘；期间会自动重发。' },
  },
];
