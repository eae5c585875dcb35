import type { VendorError } from './vendor-error.ts';

/** Receivers of webhooks have no codes of their own: what their HTTP status usually means. */
export const webhookErrors: readonly VendorError[] = [
  {
    codes: ['410'],
    en: {
      sentence: 'The receiver is gone and wants nothing more at this address.',
      fix: 'Ask its operator for the new address, and write it into the connector.',
    },
    zh: {
      sentence: '接收方已停用该地址，不再接收任何消息。',
      fix: '请向接收方的管理员索取新地址，并填入连接器。',
    },
  },
  {
    codes: ['401', '403'],
    en: {
      sentence: 'The receiver did not let us in.',
      fix: 'Check secret and headers (authorization) of the connector, and that the clock of this machine is right: signatures carry the time.',
    },
    zh: {
      sentence: '接收方未通过身份验证。',
      fix: '请检查连接器的 secret 和 headers（authorization），并校准本机时钟：签名中包含时间。',
    },
  },
  {
    codes: ['404', '405'],
    en: {
      sentence: 'At this address nobody takes a POST.',
      fix: 'Check the path of the URL.',
    },
    zh: { sentence: '该地址没有接收 POST 的服务。', fix: '请检查 URL 的路径。' },
  },
  {
    codes: ['301', '302', '303', '307', '308'],
    en: {
      sentence: 'The receiver sends requests on to another address, which is not followed.',
      fix: 'Write the last address into the connector; often it is https instead of http, or a slash at the end.',
    },
    zh: {
      sentence: '接收方要求重定向到其他地址，Tocsin 不会跟随重定向。',
      fix: '请把最终地址填入连接器；常见原因是应使用 https，或末尾缺少斜杠。',
    },
  },
  {
    codes: ['400', '415', '422'],
    en: {
      sentence: 'The receiver could not read the request.',
      fix: 'See what it expects: set format or content-type of the connector, or write a body in the action.',
    },
    zh: {
      sentence: '接收方无法解析请求。',
      fix: '请确认它需要的格式：设置连接器的 format 或 content-type，或在动作中填写 body。',
    },
  },
  {
    codes: ['413'],
    en: {
      sentence: 'The request is larger than the receiver takes.',
      fix: 'Select fewer columns in the rule.',
    },
    zh: { sentence: '请求超过接收方的大小限制。', fix: '请在规则中选取更少的列。' },
  },
  {
    codes: ['429'],
    en: {
      sentence: 'The receiver asks us to be slower.',
      fix: 'Nothing to do: it goes on by itself. If it happens often, set limits of the connector.',
    },
    zh: {
      sentence: '接收方要求降低发送速度。',
      fix: '无需处理，之后自动继续。如果经常发生，请设置连接器的 limits。',
    },
  },
  {
    codes: ['500', '502', '503', '504'],
    en: {
      sentence: 'The receiver, or a gateway before it, has trouble of its own.',
      fix: 'Nothing to do: it is sent again. If it goes on, ask its operator.',
    },
    zh: {
      sentence: '接收方或其前面的网关出现故障。',
      fix: '无需处理，会自动重发。如果持续发生，请联系接收方的管理员。',
    },
  },
];
