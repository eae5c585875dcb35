/** What the command line says. Foreign text comes in as it is; whoever prints makes it harmless. */

type Place =
  | { readonly kind: 'file'; readonly file: string; readonly line: number; readonly column?: number }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'flag'; readonly flag: string };

function fileAndLine({ file, line, column }: Extract<Place, { kind: 'file' }>): string {
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
}

interface Unknown {
  readonly path: string;
  readonly suggestion: string | undefined;
}

interface UnknownWord {
  readonly word: string;
  readonly suggestion: string | undefined;
}

interface PortRefusal {
  readonly setting: string;
  readonly address: string;
  readonly code: string;
}

interface RotatedSecrets {
  readonly place: string;
  readonly definitions: number;
  readonly deliveries: number;
}

const en = {
  language: 'en' as 'en' | 'zh',
  /** Where a problem lies. */
  source: (place: Place): string => {
    switch (place.kind) {
      case 'file':
        return fileAndLine(place);
      case 'environment':
        return `environment variable ${place.variable}`;
      case 'flag':
        return place.flag;
    }
  },
  configRefused: (count: number) =>
    count === 1 ? 'The configuration has a problem:' : `The configuration has ${count} problems:`,
  problems: {
    unknown: ({ path, suggestion }: Unknown) =>
      `there is no setting ${path}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`,
    value: (path: string, takes: string, given: string | undefined) =>
      `${path} must be ${takes}${given === undefined ? '' : `, not ${given}`}`,
    item: (path: string, reason: string) => `${path}: ${reason}`,
    syntax: (reason: string) => `this is not valid YAML: ${reason}`,
    alias: 'YAML aliases (*name) are not supported here; write the value out',
    notAMap: 'the file must consist of settings, each as name: value',
    noValue: 'write it as --set path=value, for example --set listeners.tcp.port=1884',
    unreadable: (file: string, reason: string) =>
      `cannot read ${file} (${reason}); check the path and its permissions`,
    emptyFile: (file: string) => `${file} is empty; write the password into it`,
    bootstrapKey: {
      shape: 'write key:secret or key:secret:role',
      spaces: 'a key and its secret are printable ASCII without spaces',
      doubled: 'this key was given before; remove one of the two lines',
      role: ({ role, suggestion }: { role: string; suggestion: string | undefined }) =>
        `there is no role ${role}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`} ` +
        '(administrator, editor, operator, viewer, publisher)',
    },
    takes: {
      integer: (min: number, max: number) =>
        max === Infinity ? `a whole number from ${min} or infinity` : `a whole number from ${min} to ${max}`,
      number: (min: number, max: number) => `a number from ${min} to ${max}`,
      duration: (min: string, max: string) => `a duration such as 15s, 1m30s or 7d, from ${min} to ${max}`,
      size: (min: string, max: string) => `a size such as 512KB or 4MB, from ${min} to ${max}`,
      choice: (options: readonly string[]) => `one of ${options.join(', ')}`,
      flag: 'true or false',
      nodeName: 'a node name such as tocsin@127.0.0.1',
      host: 'a host name or an address',
      bind: 'a port or an address with one, such as 18084 or 127.0.0.1:18084, or 0 for off',
      url: 'an address such as https://sso.example.org, without a query',
      urlPath: 'a path that begins with /, such as /mqtt',
      basePath: 'a path such as /tocsin, without / at its end',
      topicPrefix: 'the beginning of a topic, without + and #, at most 512 characters',
      username: 'a user name of letters, digits and _, at most 100',
      password: '8 to 64 printable ASCII characters with at least two of: letters, digits, others',
      file: 'a path',
      list: 'a list, in YAML or as JSON',
      pem: 'the path of a PEM file, or its text',
      text: 'a text',
      keepalive: 'none, or idle,interval,probes in seconds such as 240,30,5',
      rate: 'a rate such as 1000/s, 10MB/s or 500/10s, or infinity',
      topicPriorities: 'disabled, or a map of topic names to priorities from 1 to 255',
      section: 'a section with settings of its own',
    },
  },
  usage: {
    badLanguage: (given: string) => `--language ${given}: choose en or zh`,
    missingArgument: (name: string) => `${name} is missing`,
    unknownCommand: ({ word, suggestion }: UnknownWord) =>
      `There is no command ${word}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`,
    unknownOption: ({ word, suggestion }: UnknownWord) =>
      `There is no option ${word}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`,
    missingValue: (option: string) => `The option ${option} needs a value`,
    unexpected: (word: string) => `${word} is not expected here`,
    missingCommand: ({ noun, verbs }: { noun: string; verbs: string }) =>
      `Say what to do: tocsin ${noun} ${verbs}`,
    seeHelp: (command: string) => `try: tocsin ${command === '' ? '' : `${command} `}--help`,
  },
  unwritten: (reason: string) =>
    `Standard output did not take everything (${reason}).\ntry: another file, or more room on the disk`,
  watching: (command: string, seconds: number, time: string) =>
    `${command} · every ${seconds} s · ${time} · Ctrl-C to stop`,
  /** Headings and words of every help. */
  heading: {
    arguments: 'Arguments:',
    globalOptions: 'Global options:',
    connection: 'Connection:',
    serverCommands: 'Server:',
    operateCommands: 'Operate:',
    alertCommands: 'Rules and alerts:',
    toolCommands: 'MQTT tools:',
    otherCommands: 'Command line:',
  },
  help: {
    color: 'no colours, as NO_COLOR=1 does',
    language: 'en or zh (TOCSIN_LANGUAGE; default: that of the system)',
    usage: 'Usage:',
    commands: 'Commands:',
    options: 'Options:',
    program: 'An MQTT broker that knows when to ring the bell.',
    version: 'show the version',
    help: 'show this help',
    start: 'start the broker (this is also what tocsin alone does)',
    config: 'read the settings from this YAML file',
    dataDirectory: 'keep the database in this directory (node.data_dir)',
    set: 'set one setting, for example listeners.tcp.port=1884; may be repeated',
    json: 'print one JSON line when ready, and log JSON lines on standard error',
    rules: 'rules: their tests, and what they would have done',
    rulesTest: 'run the tests beside the rules (*.test.yaml); exit code 5 when one fails',
    rulesTestFile: 'directories or files of rules and tests (default: rules)',
    rulesTestJunit: 'write the results for build servers to this file, as JUnit XML',
    rulesTestSchemas: 'directory of the schemas that the rules name (schema_registry.directory)',
    rulesTestJson: 'print the results as one JSON object',
    secrets: 'the secrets in the database',
    secretsRotate: 'make a new key and seal every secret with it; the broker must be stopped',
    users: 'Users of the dashboard',
    resetPassword: 'Give a user who forgot it a new password; stop the broker first',
    resetTotp: 'Ask this user for no code of an authenticator app any more',
    precedence: 'Defaults < file < environment (TOCSIN__LISTENERS__TCP__PORT=1884) < --set.',
  },
  failure: {
    portInUse: ({ setting, address }: PortRefusal) =>
      `${address} is in use already: another program listens there.\n` +
      `The setting ${setting} asks for it. Stop that program, or choose another port: --set ${setting}=0 takes a free one.`,
    portRefused: ({ setting, address }: PortRefusal) =>
      `This user may not listen on ${address}.\n` +
      `The setting ${setting} asks for it. Choose a port above 1023: --set ${setting}=0 takes a free one.`,
    noSuchAddress: ({ setting, address, code }: PortRefusal) =>
      `Cannot listen on ${address} (${code}): this machine has no such address.\n` +
      `The setting ${setting} asks for it. Choose the address: --set ${setting.replace(/port$/, 'host')}=127.0.0.1`,
    listen: ({ setting, address, code }: PortRefusal) =>
      `Cannot listen on ${address} (${code}).\nThe setting ${setting} asks for it.`,
    file: (path: string, code: string) =>
      `Cannot use ${path} (${code}). Check its permissions, or choose another data directory: --data-dir DIR`,
    ruleFiles: (count: number) =>
      count === 1
        ? 'What is configured in files has a problem:'
        : `What is configured in files has ${count} problems:`,
    other: (reason: string) => `Cannot start: ${reason}`,
  },
  secrets: {
    rotated: ({ place, definitions, deliveries }: RotatedSecrets) =>
      `A new key is in ${place}: ${definitions} settings and ${deliveries} deliveries were sealed with it. Copies of the file that you keep are out of date.`,
    noDatabase: (directory: string) =>
      `There is no database in ${directory}. Name its directory: tocsin secrets rotate --data-dir DIR`,
    operatorsKey: (place: string) =>
      `The key comes from ${place}, which only you can change: write a new one before the old one, with a comma between, and start the broker. Then take the old one out.`,
  },
  resetPassword: {
    done: (username: string, password: string) =>
      `The new password of ${username} is ${password}\nSign in with it, and change it in the user menu.`,
    noUser: (username: string, names: string) =>
      names === ''
        ? `There is no user yet: start the broker and open the link that it prints.`
        : `There is no user ${username}; there are ${names}.`,
    noDatabase: (directory: string) =>
      `There is no database in ${directory}. Name its directory: tocsin users reset-password NAME --data-dir DIR`,
  },
  ready: {
    data: (directory: string, isNew: boolean) => `data ${directory}${isNew ? ' (new)' : ''}`,
    webSocket: 'WebSocket',
    dashboard: 'Dashboard',
    setUp: 'Set up',
    setUpNote: '(works once: make the first administrator here)',
    everyAddress: '(on every address of this machine)',
    anonymous: {
      loopback: 'Anonymous MQTT: from this machine only (access.allow_anonymous=loopback)',
      everybody: 'Anonymous MQTT: from everywhere (access.allow_anonymous=true)',
      nobody: 'Anonymous MQTT: refused (access.allow_anonymous=false)',
    },
    authenticated: (openListeners: readonly string[]) =>
      openListeners.length === 0
        ? 'MQTT clients have to authenticate'
        : `MQTT clients have to authenticate, but not at ${openListeners.join(', ')} (enable_authn: false)`,
    stop: (seconds: string) => `Ready in ${seconds} s · Ctrl-C to stop · help: tocsin --help`,
  },
};

export type CommandLineTexts = typeof en;

const zh: CommandLineTexts = {
  language: 'zh',
  source: (place) => {
    switch (place.kind) {
      case 'file':
        return fileAndLine(place);
      case 'environment':
        return `环境变量 ${place.variable}`;
      case 'flag':
        return place.flag;
    }
  },
  configRefused: (count) => `配置有 ${count} 个问题：`,
  problems: {
    unknown: ({ path, suggestion }) =>
      `没有 ${path} 这个配置项${suggestion === undefined ? '' : `，是否想写 ${suggestion}？`}`,
    value: (path, takes, given) => `${path} 应为${takes}${given === undefined ? '' : `，而不是 ${given}`}`,
    item: (path, reason) => `${path}：${reason}`,
    syntax: (reason) => `不是有效的 YAML：${reason}`,
    alias: '此处不支持 YAML 别名（*name），请直接写出值',
    notAMap: '文件应由配置项组成，每项写作 name: value',
    noValue: '应写作 --set path=value，例如 --set listeners.tcp.port=1884',
    unreadable: (file, reason) => `无法读取 ${file}（${reason}），请检查路径和权限`,
    emptyFile: (file) => `${file} 是空文件，请在其中写入密码`,
    bootstrapKey: {
      shape: '应写作 key:secret 或 key:secret:role',
      spaces: 'key 和 secret 只能是不含空格的可打印 ASCII 字符',
      doubled: '这个 key 前面已经出现过，请删除其中一行',
      role: ({ role, suggestion }) =>
        `没有 ${role} 这个角色${suggestion === undefined ? '' : `，是否想写 ${suggestion}？`}` +
        '（administrator、editor、operator、viewer、publisher）',
    },
    takes: {
      integer: (min, max) =>
        max === Infinity ? `不小于 ${min} 的整数或 infinity` : ` ${min} 到 ${max} 之间的整数`,
      number: (min, max) => ` ${min} 到 ${max} 之间的数`,
      duration: (min, max) => `时长，例如 15s、1m30s、7d，范围 ${min} 到 ${max}`,
      size: (min, max) => `大小，例如 512KB、4MB，范围 ${min} 到 ${max}`,
      choice: (options) => `以下之一：${options.join('、')}`,
      flag: ' true 或 false',
      nodeName: '节点名，例如 tocsin@127.0.0.1',
      host: '主机名或地址',
      bind: '端口，或带端口的地址，例如 18084、127.0.0.1:18084；0 表示关闭',
      url: '地址，例如 https://sso.example.org，不含查询参数',
      urlPath: '以 / 开头的路径，例如 /mqtt',
      basePath: '路径，例如 /tocsin，末尾不含 /',
      topicPrefix: '主题的开头部分，不含 + 和 #，最多 512 个字符',
      username: '由字母、数字和 _ 组成的用户名，最多 100 个字符',
      password: ' 8 到 64 个可打印 ASCII 字符，且字母、数字、其他字符至少有两类',
      file: '路径',
      list: '列表（YAML 写法，或 JSON）',
      pem: ' PEM 文件的路径，或其内容',
      text: '文本',
      keepalive: ' none，或以秒为单位的 idle,interval,probes，例如 240,30,5',
      rate: '速率，如 1000/s、10MB/s 或 500/10s，或 infinity',
      topicPriorities: 'disabled，或主题名到优先级（1 到 255）的映射',
      section: '包含下级配置项的一节',
    },
  },
  usage: {
    badLanguage: (given) => `--language ${given}：请选择 en 或 zh`,
    missingArgument: (name) => `缺少 ${name}`,
    unknownCommand: ({ word, suggestion }) =>
      `没有 ${word} 这个命令${suggestion === undefined ? '' : `，是否想写 ${suggestion}？`}`,
    unknownOption: ({ word, suggestion }) =>
      `没有 ${word} 这个选项${suggestion === undefined ? '' : `，是否想写 ${suggestion}？`}`,
    missingValue: (option) => `选项 ${option} 需要一个值`,
    unexpected: (word) => `此处不应有 ${word}`,
    missingCommand: ({ noun, verbs }) => `请说明要做什么：tocsin ${noun} ${verbs}`,
    seeHelp: (command) => `试试：tocsin ${command === '' ? '' : `${command} `}--help`,
  },
  unwritten: (reason) => `标准输出未能写完（${reason}）。\n试试：换一个文件，或腾出磁盘空间`,
  watching: (command, seconds, time) => `${command} · 每 ${seconds} 秒 · ${time} · 按 Ctrl-C 停止`,
  heading: {
    arguments: '参数：',
    globalOptions: '全局选项：',
    connection: '连接：',
    serverCommands: '服务：',
    operateCommands: '运维：',
    alertCommands: '规则与告警：',
    toolCommands: 'MQTT 工具：',
    otherCommands: '命令行：',
  },
  help: {
    color: '不用颜色，与 NO_COLOR=1 相同',
    language: 'en 或 zh（TOCSIN_LANGUAGE；默认：系统语言）',
    usage: '用法：',
    commands: '命令：',
    options: '选项：',
    program: '懂得何时敲钟的 MQTT 服务器。',
    version: '显示版本',
    help: '显示帮助',
    start: '启动服务（只写 tocsin 也是如此）',
    config: '从这个 YAML 文件读取配置',
    dataDirectory: '数据库所在目录（node.data_dir）',
    set: '设置一个配置项，例如 listeners.tcp.port=1884，可重复',
    json: '就绪时在标准输出打印一行 JSON，日志以 JSON 行写到标准错误',
    rules: '规则：测试与回放',
    rulesTest: '运行规则旁边的测试（*.test.yaml）；有失败时退出码为 5',
    rulesTestFile: '规则和测试所在的目录或文件（默认：rules）',
    rulesTestJunit: '以 JUnit XML 将结果写入该文件，供构建服务器读取',
    rulesTestSchemas: '规则所用 schema 的目录（schema_registry.directory）',
    rulesTestJson: '以一个 JSON 对象打印结果',
    secrets: '数据库中的机密',
    secretsRotate: '生成新密钥并用它重新加密所有机密；须先停止服务',
    users: '控制台的用户',
    resetPassword: '为忘记密码的用户设置新密码；服务需先停止',
    resetTotp: '不再要求该用户输入验证器应用的验证码',
    precedence: '默认值 < 文件 < 环境变量（TOCSIN__LISTENERS__TCP__PORT=1884）< --set。',
  },
  failure: {
    portInUse: ({ setting, address }) =>
      `${address} 已被其他程序占用。\n` +
      `它来自配置项 ${setting}。请停止那个程序，或换一个端口：--set ${setting}=0 会选用空闲端口。`,
    portRefused: ({ setting, address }) =>
      `当前用户无权监听 ${address}。\n` +
      `它来自配置项 ${setting}。请使用大于 1023 的端口：--set ${setting}=0 会选用空闲端口。`,
    noSuchAddress: ({ setting, address, code }) =>
      `无法监听 ${address}（${code}）：本机没有这个地址。\n` +
      `它来自配置项 ${setting}。请更换地址：--set ${setting.replace(/port$/, 'host')}=127.0.0.1`,
    listen: ({ setting, address, code }) => `无法监听 ${address}（${code}）。\n它来自配置项 ${setting}。`,
    file: (path, code) => `无法使用 ${path}（${code}）。请检查权限，或换一个数据目录：--data-dir DIR`,
    ruleFiles: (count) => `文件中的配置有 ${count} 个问题：`,
    other: (reason) => `无法启动：${reason}`,
  },
  secrets: {
    rotated: ({ place, definitions, deliveries }) =>
      `新密钥已写入 ${place}：已用它加密 ${definitions} 项配置和 ${deliveries} 条投递。您保存的旧密钥文件副本已失效。`,
    noDatabase: (directory) => `${directory} 中没有数据库。请指明目录：tocsin secrets rotate --data-dir DIR`,
    operatorsKey: (place) =>
      `密钥来自 ${place}，只能由您更改：请将新密钥写在旧密钥之前，以逗号分隔，然后启动服务；之后再去掉旧密钥。`,
  },
  resetPassword: {
    done: (username, password) => `${username} 的新密码是 ${password}\n请用它登录，并在用户菜单中修改。`,
    noUser: (username, names) =>
      names === '' ? '还没有用户：请启动服务并打开它打印的链接。' : `没有用户 ${username}；现有 ${names}。`,
    noDatabase: (directory) =>
      `${directory} 中没有数据库。请指明目录：tocsin users reset-password NAME --data-dir DIR`,
  },
  ready: {
    data: (directory, isNew) => `数据 ${directory}${isNew ? '（新建）' : ''}`,
    webSocket: 'WebSocket',
    dashboard: '控制台',
    setUp: '初始设置',
    setUpNote: '（仅可使用一次：在此创建第一个管理员）',
    everyAddress: '（本机所有地址）',
    anonymous: {
      loopback: '匿名 MQTT：仅限本机（access.allow_anonymous=loopback）',
      everybody: '匿名 MQTT：任何地址（access.allow_anonymous=true）',
      nobody: '匿名 MQTT：拒绝（access.allow_anonymous=false）',
    },
    authenticated: (openListeners) =>
      openListeners.length === 0
        ? 'MQTT 客户端必须认证'
        : `MQTT 客户端必须认证，但 ${openListeners.join('、')} 除外（enable_authn: false）`,
    stop: (seconds) => `启动用时 ${seconds} 秒 · 按 Ctrl-C 停止 · 帮助：tocsin --help`,
  },
};

export const commandLineTexts = { en, zh };
