/** The page that creates the first administrator. */
const en = {
  title: 'Set up Tocsin',
  lead: 'Create the first administrator. There is no default password.',
  username: 'User name',
  usernameHint: 'Letters, digits and _',
  password: 'Password',
  passwordHint: '8 to 64 characters, at least two of: letters, digits, special characters',
  repeat: 'Password again',
  submit: 'Create administrator',
  mismatch: 'The two passwords differ.',
  badToken: 'This link is not valid any more. Take the newest one from the console.',
  failed: 'That did not work:',
  unreachable: 'The server did not answer. Is it running?',
  created: 'Done. You can sign in now as',
  over: 'Tocsin is set up already. This page has done its work.',
};

const zh: typeof en = {
  title: '设置 Tocsin',
  lead: '创建第一个管理员。系统没有默认密码。',
  username: '用户名',
  usernameHint: '字母、数字和下划线',
  password: '密码',
  passwordHint: '8 到 64 个字符，至少包含字母、数字、特殊字符中的两种',
  repeat: '再次输入密码',
  submit: '创建管理员',
  mismatch: '两次输入的密码不一致。',
  badToken: '此链接已失效，请使用控制台中最新的链接。',
  failed: '操作未成功：',
  unreachable: '服务器没有响应，请确认它正在运行。',
  created: '完成。现在可以使用此用户名登录：',
  over: 'Tocsin 已完成设置，此页面不再需要。',
};

export const setupPageTexts = { en, zh };
