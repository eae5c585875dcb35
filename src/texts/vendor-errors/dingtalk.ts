import { somebodyBetween } from './somebody-between.ts';
import type { VendorError } from './vendor-error.ts';

/** DingTalk's custom robots (open.dingtalk.com); its servers say the same code in English or in Chinese. */
export const dingtalkErrors: readonly VendorError[] = [
  {
    codes: ['310000'],
    says: /keywords? not in content|关键词/i,
    en: {
      sentence: 'This bot only accepts messages that contain a keyword, and the message has none of them.',
      fix: 'Write one of the keywords of the bot’s security settings as `keyword` of the connector: it is added to every message.',
    },
    zh: {
      sentence: '该机器人只接受包含关键词的消息，而这条消息不包含任何一个关键词。',
      fix: '请把机器人安全设置中的一个关键词填入连接器的 keyword，它会自动加入每条消息。',
    },
  },
  {
    codes: ['310000'],
    says: /timestamp|时间戳/i,
    en: {
      sentence: 'DingTalk refused the time in the signature: it is more than an hour away from its own.',
      fix: 'Set the clock of this machine right (NTP); if the bot checks signatures, `secret` must be set.',
    },
    zh: {
      sentence: '钉钉拒绝了签名中的时间戳：与钉钉服务器时间相差超过一小时。',
      fix: '请校准本机时钟（NTP）；如果机器人启用了加签，请填写 secret。',
    },
  },
  {
    codes: ['310000'],
    says: /sign|签名|加签/i,
    en: {
      sentence: 'The signature does not match: the bot signs with another secret, or none is set here.',
      fix: 'Copy the secret (it begins with SEC) from the bot’s security settings into `secret` of the connector.',
    },
    zh: {
      sentence: '签名不匹配：机器人使用的是另一个密钥，或这里没有填写密钥。',
      fix: '请把机器人安全设置中的加签密钥（以 SEC 开头）填入连接器的 secret。',
    },
  },
  {
    codes: ['310000'],
    says: /whitelist|\bip\b|白名单/i,
    en: {
      sentence: 'This bot only accepts messages from addresses on its list, and ours is not there.',
      fix: 'Add the address that DingTalk names in its answer to the IP list of the bot’s security settings.',
    },
    zh: {
      sentence: '该机器人只接受白名单 IP 发来的消息，而本机出口 IP 不在其中。',
      fix: '请把钉钉返回文字中的 IP 加入机器人安全设置的 IP 地址（段）。',
    },
  },
  {
    codes: ['310000'],
    en: {
      sentence: 'The security settings of the bot refused the message: keyword, signature or IP address.',
      fix: 'Compare `keyword` and `secret` of the connector with the bot’s security settings.',
    },
    zh: {
      sentence: '消息未通过机器人的安全设置：关键词、加签或 IP 地址。',
      fix: '请对照机器人的安全设置，检查连接器的 keyword 和 secret。',
    },
  },
  {
    codes: ['300005', '400101'],
    en: {
      sentence: 'DingTalk does not know this token: the bot was removed, or the address is not complete.',
      fix: 'Copy the Webhook address again from the settings of the bot in the group.',
    },
    zh: {
      sentence: '钉钉不认识这个 access_token：机器人已被删除，或地址不完整。',
      fix: '请在群设置的机器人中重新复制 Webhook 地址。',
    },
  },
  {
    codes: ['300001'],
    says: /token/i,
    en: {
      sentence: 'DingTalk does not know this token: the bot was removed, or the address is not complete.',
      fix: 'Copy the Webhook address again from the settings of the bot in the group.',
    },
    zh: {
      sentence: '钉钉不认识这个 access_token：机器人已被删除，或地址不完整。',
      fix: '请在群设置的机器人中重新复制 Webhook 地址。',
    },
  },
  {
    codes: ['300001'],
    en: {
      sentence: 'A part of the message that DingTalk needs was empty.',
      fix: 'Write a text in the action, and check that its placeholders are columns of the rule.',
    },
    zh: {
      sentence: '消息缺少钉钉必需的内容。',
      fix: '请在动作中填写文本，并检查占位符是否为规则的输出列。',
    },
  },
  {
    codes: ['400013'],
    en: {
      sentence: 'The group of this bot was dissolved.',
      fix: 'Add a bot to another group, and write its address into the connector.',
    },
    zh: {
      sentence: '该机器人所在的群已解散。',
      fix: '请在其他群中添加机器人，并把新地址填入连接器。',
    },
  },
  {
    codes: ['400102'],
    en: {
      sentence: 'The bot is switched off.',
      fix: 'Switch it on in the group’s bot settings.',
    },
    zh: { sentence: '机器人已停用。', fix: '请在群机器人设置中启用它。' },
  },
  {
    codes: ['400106'],
    en: {
      sentence: 'The bot is no longer in its group.',
      fix: 'Add a bot to the group, and write its address into the connector.',
    },
    zh: { sentence: '机器人已不在群里。', fix: '请在群中重新添加机器人，并把新地址填入连接器。' },
  },
  {
    codes: ['400105'],
    en: {
      sentence: 'DingTalk does not know this type of message.',
      fix: 'Check the address: it must be that of a custom robot (/robot/send).',
    },
    zh: {
      sentence: '钉钉不支持这种消息类型。',
      fix: '请检查地址：应为自定义机器人的地址（/robot/send）。',
    },
  },
  {
    codes: ['40035'],
    en: {
      sentence:
        'DingTalk misses something: the address has no access_token, or the body did not arrive as JSON.',
      fix: 'Copy the whole Webhook address, ?access_token=… included.',
    },
    zh: {
      sentence: '钉钉提示缺少参数：地址中没有 access_token，或请求体不是 JSON。',
      fix: '请复制完整的 Webhook 地址，包括 ?access_token=…。',
    },
  },
  {
    codes: ['43002', '43004'],
    en: {
      sentence: 'The request did not arrive as it was sent: DingTalk takes only POST with JSON.',
      fix: 'See that no proxy between changes the method or the Content-Type, and that the connector’s headers set none.',
    },
    zh: {
      sentence: '请求到达时已被改动：钉钉只接受 JSON 的 POST 请求。',
      fix: '请确认中间的代理没有改变请求方法或 Content-Type，且连接器的 headers 未设置它。',
    },
  },
  {
    codes: ['460101'],
    en: {
      sentence: 'The message is longer than the 20,000 bytes that DingTalk takes.',
      fix: 'Shorten the text of the action.',
    },
    zh: { sentence: '消息超过钉钉的 20,000 字节限制。', fix: '请缩短动作中的文本。' },
  },
  {
    codes: ['430101'],
    en: {
      sentence: 'DingTalk refused the message because of an external link in it.',
      fix: 'Take the link out of the action, or use one of a site that DingTalk allows.',
    },
    zh: {
      sentence: '钉钉因消息中的外部链接而拒绝了它。',
      fix: '请从动作中去掉该链接，或改用钉钉允许的网站链接。',
    },
  },
  {
    codes: ['430102', '430103', '430104'],
    en: {
      sentence: 'DingTalk refused the content of the message as improper.',
      fix: 'Look at the values in the message (a device name?), and change the wording of the action.',
    },
    zh: {
      sentence: '钉钉认为消息内容不当而拒绝了它。',
      fix: '请查看消息中的值（例如设备名称），并修改动作的文字。',
    },
  },
  {
    codes: ['130101', '410100', '660026'],
    en: {
      sentence: 'The bot sent more than 20 messages within a minute; DingTalk mutes it for up to 10 minutes.',
      fix: 'Nothing to do: it goes on by itself. If it happens often, group alerts or add a bot to the pool.',
    },
    zh: {
      sentence: '机器人一分钟内发送超过 20 条消息，钉钉会限流最长 10 分钟。',
      fix: '无需处理，之后自动继续。如果经常发生，请合并告警，或在机器人池中再加一个机器人。',
    },
  },
  {
    codes: ['90030'],
    en: {
      sentence: 'The organisation has used up its quota of calls at DingTalk.',
      fix: 'Ask DingTalk for more in the organisation’s console, or wait for the next month.',
    },
    zh: {
      sentence: '企业在钉钉的接口调用额度已用完。',
      fix: '请在钉钉管理后台购买更多额度，或等待下个月。',
    },
  },
  {
    codes: ['-1'],
    en: {
      sentence: 'DingTalk is busy.',
      fix: 'Nothing to do: it is tried again until it expires.',
    },
    zh: { sentence: '钉钉系统繁忙。', fix: '无需处理，过期之前会自动重试。' },
  },
  {
    says: /"punish"|"wait"\s*:/,
    en: {
      sentence:
        'The gateway of DingTalk turned the request away for the moment, because there were too many.',
      fix: 'Nothing to do: it is sent again after the time that DingTalk names.',
    },
    zh: {
      sentence: '钉钉网关因请求过多暂时拒绝了请求。',
      fix: '无需处理，会在钉钉给出的等待时间后重发。',
    },
  },
  ...somebodyBetween,
];
