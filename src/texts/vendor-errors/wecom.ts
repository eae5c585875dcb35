import { somebodyBetween } from './somebody-between.ts';
import type { VendorError } from './vendor-error.ts';

/** WeCom's group robots (developer.work.weixin.qq.com, paths 91770 and 90313). */
export const wecomErrors: readonly VendorError[] = [
  {
    says: /wrong json format/i,
    en: {
      sentence: 'WeCom could not read the message as JSON, and delivered nothing.',
      fix: 'If a gateway or proxy stands between, see that it passes the body on unchanged.',
    },
    zh: {
      sentence: '企业微信无法把消息解析为 JSON，消息没有送达。',
      fix: '如果中间有网关或代理，请确认它没有改动请求体。',
    },
  },
  {
    codes: ['93000'],
    en: {
      sentence: 'WeCom does not know this robot: the key in the address is wrong, or the robot was removed.',
      fix: 'Copy the Webhook address again from the robot in the group; if it is gone, add a new one.',
    },
    zh: {
      sentence: '企业微信不认识这个机器人：地址中的 key 不正确，或机器人已被移除。',
      fix: '请在群聊的机器人资料中重新复制 Webhook 地址；如果机器人已不在，请新建一个。',
    },
  },
  {
    codes: ['45009'],
    en: {
      sentence: 'The robot sent more than 20 messages within a minute; WeCom takes none for the moment.',
      fix: 'Nothing to do: it goes on after a minute. If it happens often, group alerts or add a robot to the pool.',
    },
    zh: {
      sentence: '机器人一分钟内发送超过 20 条消息，企业微信暂时不接收。',
      fix: '无需处理，一分钟后自动继续。如果经常发生，请合并告警，或在机器人池中再加一个机器人。',
    },
  },
  {
    codes: ['45033'],
    en: {
      sentence: 'Too many requests to WeCom ran at the same time.',
      fix: 'Nothing to do: it is sent again soon. If it happens often, lower pool_size.',
    },
    zh: {
      sentence: '同时发往企业微信的请求过多。',
      fix: '无需处理，稍后会自动重发。如果经常发生，请调小 pool_size。',
    },
  },
  {
    codes: ['-1'],
    en: {
      sentence: 'WeCom is busy.',
      fix: 'Nothing to do: it is tried up to three times, as WeCom asks. If it goes on, send the message again later.',
    },
    zh: {
      sentence: '企业微信系统繁忙。',
      fix: '无需处理，会按企业微信的要求最多尝试三次。如果持续发生，请稍后重新发送。',
    },
  },
  {
    codes: ['40008'],
    en: {
      sentence: 'WeCom does not know this type of message.',
      fix: 'Check the base URL: the server behind it may be an older private deployment.',
    },
    zh: {
      sentence: '企业微信不支持这种消息类型。',
      fix: '请检查地址：它背后可能是较旧的私有化部署。',
    },
  },
  {
    codes: ['40058'],
    says: /exceed|max length/i,
    en: {
      sentence: 'The message is longer than WeCom takes: 2048 bytes of text, 4096 bytes of markdown.',
      fix: 'Shorten the text of the action.',
    },
    zh: {
      sentence: '消息超过企业微信的长度限制：文本 2048 字节，markdown 4096 字节。',
      fix: '请缩短动作中的文本。',
    },
  },
  {
    codes: ['40058'],
    en: {
      sentence: 'WeCom refused a part of the message as invalid.',
      fix: "Read WeCom's own text for the part, and change it in the action.",
    },
    zh: {
      sentence: '企业微信认为消息中的某个参数不合法。',
      fix: '请查看企业微信返回的文字，确认是哪个参数，并在动作中修改。',
    },
  },
  {
    codes: ['44004'],
    en: {
      sentence: 'The message was empty.',
      fix: 'Write a text in the action, and check that its placeholders are columns of the rule.',
    },
    zh: {
      sentence: '消息内容为空。',
      fix: '请在动作中填写文本，并检查占位符是否为规则的输出列。',
    },
  },
  {
    codes: ['40009', '301019'],
    en: {
      sentence: 'WeCom refused the image: its size or its checksum does not fit.',
      fix: 'Send an image of at most 2 MB, JPG or PNG.',
    },
    zh: {
      sentence: '企业微信拒绝了图片：大小或校验值不符。',
      fix: '请发送不超过 2 MB 的 JPG 或 PNG 图片。',
    },
  },
  {
    codes: ['43002'],
    en: {
      sentence: 'WeCom takes only POST, and something else arrived.',
      fix: 'See that no proxy between redirects the request or changes its method.',
    },
    zh: {
      sentence: '企业微信只接受 POST 请求，但收到了其他方法。',
      fix: '请确认中间的代理没有重定向请求或改变请求方法。',
    },
  },
  ...somebodyBetween,
];
