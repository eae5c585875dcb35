/** Why something of EMQX is not taken over as it is. */
type Values = Readonly<Record<string, string>>;

const en = {
  leftOut: ({ members }: Values) => `left out, since there is no such setting here: ${members}`,
  invalid: ({ at, why }: Values) => `${at}: ${why}`,
  badName: ({ name }: Values) =>
    `${name} is no name here: letters, digits, - and _, beginning with a letter or digit`,
  unknownConnector: ({ type, known }: Values) =>
    `there is no connector of type ${type} here; there are ${known}`,
  unknownSource: ({ type }: Values) => `there is no source of type ${type} here`,
  otherType: ({ from, to }: Values) => `the type ${from} is called ${to} here`,
  withoutConnector: ({ id }: Values) => `its connector ${id} cannot be taken over`,
  connectorMissing: ({ id }: Values) => `its connector ${id} is not in what was read`,
  sql: ({ en: message }: Values) => `the SQL is not accepted: ${message}`,
  output: ({ en: message }: Values) => `an output is not accepted: ${message}`,
  withoutAction: ({ id }: Values) =>
    `its output ${id} cannot be taken over: the rule keeps the name, and nothing goes there until there is such an action`,
  foreignFunction: ({ name }: Values) => `the output ${name} is code inside EMQX, and left out`,
  oldOutputs: () => 'outputs are called actions since EMQX 5.0',
  oldEvents: ({ topics }: Values) =>
    `${topics}: names of the time before EMQX 5.9, which work here all the same`,
  legacyBridge: () =>
    'a bridge of the time before EMQX 5.4: it becomes a connector and an action of its name',
  localTopic: ({ topic }: Values) =>
    `it forwards ${topic} without a rule: write a rule SELECT * FROM "${topic}" with this action`,
  unknownBridge: ({ type }: Values) =>
    `bridges of type ${type} are not taken over: make a connector and an action`,
  urlTemplate: () => 'a placeholder in the host of the address is not allowed',
  chat: ({ vendor }: Values) =>
    `as a channel of type ${vendor} its answers are understood, its limits kept and alerts told there; the action stays as it is`,
  mechanism: ({ id, known }: Values) => `there is no authenticator ${id} here; there are ${known}`,
  bootstrapFile: ({ path }: Values) => `its file of users is not here: import ${path} as a file of users`,
  usersByApi: ({ count }: Values) =>
    `${count} users: EMQX tells no passwords and no hashes. Import a file of users with hashes, or set the passwords again`,
  authorizationSource: ({ type, known }: Values) => `there is no source ${type} here; there are ${known}`,
  aclNotHere: ({ path }: Values) =>
    `its rules are in ${path}, which is not in what was read: paste them under Access rules`,
  aclTaken: ({ path }: Values) => `the rules of ${path} are taken over as text`,
  fileTaken: ({ member }: Values) => `${member} is taken from the archive, as text`,
  fileNotHere: ({ member, path }: Values) =>
    `${member}: the file ${path} is not in what was read: put it here first, or paste its text`,
  listener: ({ bind }: Values) => `it opens ${bind} for clients: tick it if that is wanted`,
  listenerType: ({ type }: Values) => `there are no listeners of type ${type} here`,
  retainedMany: ({ count, taken }: Values) => `of ${count} retained messages the first ${taken} were read`,
  processSetting: ({ key }: Values) =>
    `${key} is a setting of the process: it is in the configuration file here, see docs/configuration.md`,
  noCounterpart: ({ key }: Values) => `there is nothing like ${key} here`,
  binaryTable: ({ name }: Values) =>
    `the table ${name} is a binary dump of EMQX's database and cannot be read here: read from the running EMQX by URL, or import a file of users`,
  unreadable: ({ what, why }: Values) => `${what} could not be read: ${why}`,
  offerRenew: ({ topics }: Values) => `Write the present names of the events: ${topics}`,
  offerAlert: ({ channels }: Values) =>
    `Raise an alert and tell ${channels}, in place of its messages: once for all that happens together, and of the end too`,
} as const;

const zh: Record<keyof typeof en, (values: Values) => string> = {
  leftOut: ({ members }) => `此处没有这些设置，已略去：${members}`,
  invalid: ({ at, why }) => `${at}：${why}`,
  badName: ({ name }) => `${name} 不能用作名称：只能是字母、数字、- 和 _，并以字母或数字开头`,
  unknownConnector: ({ type, known }) => `此处没有 ${type} 类型的连接器；可用类型：${known}`,
  unknownSource: ({ type }) => `此处没有 ${type} 类型的数据源`,
  otherType: ({ from, to }) => `类型 ${from} 在此处称为 ${to}`,
  withoutConnector: ({ id }) => `其连接器 ${id} 无法导入`,
  connectorMissing: ({ id }) => `读取的内容中没有其连接器 ${id}`,
  sql: ({ en: message, zh: chinese = message }) => `SQL 不被接受：${chinese}`,
  output: ({ en: message, zh: chinese = message }) => `输出不被接受：${chinese}`,
  withoutAction: ({ id }) => `其输出 ${id} 无法导入：规则保留该名称，在有此动作之前不会发送`,
  foreignFunction: ({ name }) => `输出 ${name} 是 EMQX 内部的代码，已略去`,
  oldOutputs: () => 'outputs 自 EMQX 5.0 起称为 actions',
  oldEvents: ({ topics }) => `${topics}：EMQX 5.9 之前的名称，在此仍然可用`,
  legacyBridge: () => 'EMQX 5.4 之前的桥接：变为同名的连接器和动作',
  localTopic: ({ topic }) => `它不经规则转发 ${topic}：请写一条规则 SELECT * FROM "${topic}" 并使用此动作`,
  unknownBridge: ({ type }) => `不导入 ${type} 类型的桥接：请新建连接器和动作`,
  urlTemplate: () => '地址的主机部分不允许使用占位符',
  chat: ({ vendor }) => `作为 ${vendor} 渠道时，可识别应答、遵守限额并发送告警；该动作保持不变`,
  mechanism: ({ id, known }) => `此处没有认证器 ${id}；可用：${known}`,
  bootstrapFile: ({ path }) => `其用户文件不在此处：请将 ${path} 作为用户文件导入`,
  usersByApi: ({ count }) => `${count} 个用户：EMQX 不提供密码和哈希。请导入含哈希的用户文件，或重新设置密码`,
  authorizationSource: ({ type, known }) => `此处没有授权来源 ${type}；可用：${known}`,
  aclNotHere: ({ path }) => `其规则在 ${path} 中，未包含在读取的内容里：请粘贴到“授权规则”`,
  aclTaken: ({ path }) => `${path} 的规则以文本形式导入`,
  fileTaken: ({ member }) => `${member} 取自归档，以文本形式导入`,
  fileNotHere: ({ member, path }) =>
    `${member}：文件 ${path} 未包含在读取的内容里：请先放置该文件，或粘贴其文本`,
  listener: ({ bind }) => `它会为客户端开放 ${bind}：如有需要请勾选`,
  listenerType: ({ type }) => `此处没有 ${type} 类型的监听器`,
  retainedMany: ({ count, taken }) => `${count} 条保留消息中读取了前 ${taken} 条`,
  processSetting: ({ key }) => `${key} 是进程设置：在此处位于配置文件，见 docs/configuration.md`,
  noCounterpart: ({ key }) => `此处没有与 ${key} 对应的功能`,
  binaryTable: ({ name }) =>
    `表 ${name} 是 EMQX 数据库的二进制转储，无法读取：请通过 URL 从运行中的 EMQX 读取，或导入用户文件`,
  unreadable: ({ what, why }) => `无法读取 ${what}：${why}`,
  offerRenew: ({ topics }) => `改用事件的现用名称：${topics}`,
  offerAlert: ({ channels }) => `以告警代替原消息并通知 ${channels}：同时发生的只通知一次，恢复时也通知`,
};

export type EmqxImportReason = keyof typeof en;
export type EmqxImportValues = Values;

/** @param values what stands in the sentence; `en` and `zh` where it quotes one that exists in both */
export function emqxImportText(language: 'en' | 'zh', code: EmqxImportReason, values: Values): string {
  return (language === 'en' ? en : zh)[code](values);
}
