/** What the commands say that work on files and tables: `config`, `init`, `setup-link`, `explain`, `completion`, `help`. */
const en = {
  help: {
    config: 'the configuration: check, show and change it',
    check: 'whether it can be started with; each problem with its line and column',
    show: 'every setting as it holds; [path] for those that begin with it',
    origin: 'where each value comes from',
    set: 'write settings into the file, whose comments stay: path=value',
    diff: 'what the file says and a running broker does not do; exit code 5 when there is something',
    file: 'the YAML file, or its folder (default: tocsin.yaml)',
    assignment: 'as tocsin start takes it: path=value; may be repeated',
    init: 'write a commented tocsin.yaml; asks four questions on a terminal',
    initFile: 'the file to write (default: tocsin.yaml)',
    host: 'where MQTT listens: 127.0.0.1 (this machine) or 0.0.0.0 (the network)',
    port: 'the port of MQTT',
    dashboardPort: 'the port of the dashboard',
    dataDirectory: 'where data is kept',
    yes: 'ask nothing: take the defaults and what flags say',
    force: 'write over a file that is there',
    setupLink: 'the link that makes the first administrator of a broker that runs on this machine',
    explain:
      'what a code means: dingtalk:310000, reason:keepalive_timeout, api:NOT_FOUND; what the answer says after it',
    completion: 'completion for bash, zsh, fish or pwsh: source <(tocsin completion bash)',
    help: 'the help of a command',
  },
  fine: (file: string) => `${file} is fine`,
  noFile: (file: string) => `There is no ${file}.\ntry: tocsin init`,
  noSetting: (path: string, suggestion: string | undefined) =>
    `There is no setting ${path}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}\ntry: tocsin config show`,
  written: (file: string, paths: string) =>
    `${paths} written to ${file}; a running broker takes it over at its next start`,
  unwritable: (file: string, reason: string) =>
    `${file} cannot be written (${reason}).\ntry: another place, --config FILE`,
  columns: {
    setting: 'SETTING',
    value: 'VALUE',
    origin: 'ORIGIN',
    place: 'WHERE',
    file: 'FILE',
    running: 'RUNNING',
  },
  origins: { default: 'default', file: 'file', environment: 'env', flag: 'flag' } as Words,
  noDifference: 'the broker runs with what the file says',
  exists: (file: string) => `${file} is there already.\ntry: --force writes over it, --file NAME another one`,
  made: (file: string) => `${file} written.\ntry: tocsin start -c ${file}`,
  ask: {
    host: 'Who may connect by MQTT? 127.0.0.1 this machine, 0.0.0.0 the network',
    port: 'Port of MQTT',
    dashboardPort: 'Port of the dashboard',
    dataDirectory: 'Where is the data to be kept',
  },
  comments: {
    head: 'Tocsin. What is not written here has its default: tocsin config show --origin',
    node: 'Where the database, sessions and retained messages are kept.',
    listeners: 'Where MQTT clients come in. 0.0.0.0 is every address of this machine.',
    dashboard: 'The pages and the REST API.',
    access: 'Who may connect without a user name: loopback is this machine, false is nobody.',
  },
  noLink: (directory: string) =>
    `There is no link in ${directory}: no broker waits there for its first administrator.\ntry: tocsin start, or --data-dir DIR`,
  linkUsed:
    'The first administrator was made already.\ntry: tocsin ctx login, or tocsin users reset-password NAME',
  linkAway: (url: string) => `The broker of this link does not answer at ${url}.\ntry: tocsin start`,
  unknownCode: (code: string, suggestion: string | undefined) =>
    `Nobody here knows ${code}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}\ntry: dingtalk:310000, reason:keepalive_timeout or api:NOT_FOUND`,
  what: 'means',
  toDo: 'to do',
  badShell: (given: string) => `There is no completion for ${given}.\ntry: bash, zsh, fish or pwsh`,
};

type Words = Readonly<Record<string, string>>;

export type LocalTexts = typeof en;

const zh: LocalTexts = {
  help: {
    config: '配置：检查、查看、修改',
    check: '能否以此启动；每个问题都带行号和列号',
    show: '每个配置项的实际值；[path] 只列出以它开头的',
    origin: '每个值来自何处',
    set: '把配置项写入文件并保留注释：path=value',
    diff: '文件与正在运行的服务有何不同；有不同则退出码为 5',
    file: 'YAML 文件或其目录（默认：tocsin.yaml）',
    assignment: '与 tocsin start 相同：path=value，可重复',
    init: '写出带注释的 tocsin.yaml；在终端中会问四个问题',
    initFile: '要写的文件（默认：tocsin.yaml）',
    host: 'MQTT 监听地址：127.0.0.1（本机）或 0.0.0.0（网络）',
    port: 'MQTT 端口',
    dashboardPort: '控制台端口',
    dataDirectory: '数据目录',
    yes: '不询问：采用默认值和选项',
    force: '覆盖已有文件',
    setupLink: '创建第一个管理员的链接（服务须在本机运行）',
    explain: '代码的含义：dingtalk:310000、reason:keepalive_timeout、api:NOT_FOUND；其后可写应答内容',
    completion: 'bash、zsh、fish 或 pwsh 的补全：source <(tocsin completion bash)',
    help: '一个命令的帮助',
  },
  fine: (file) => `${file} 没有问题`,
  noFile: (file) => `没有 ${file}。\n试试：tocsin init`,
  noSetting: (path, suggestion) =>
    `没有 ${path} 这个配置项${suggestion === undefined ? '' : `，是否想写 ${suggestion}？`}\n试试：tocsin config show`,
  written: (file, paths) => `已将 ${paths} 写入 ${file}；正在运行的服务在下次启动时生效`,
  unwritable: (file, reason) => `无法写入 ${file}（${reason}）。\n试试：换一个位置，--config 文件`,
  columns: { setting: '配置项', value: '值', origin: '来源', place: '位置', file: '文件', running: '运行中' },
  origins: { default: '默认', file: '文件', environment: '环境变量', flag: '选项' },
  noDifference: '正在运行的服务与文件一致',
  exists: (file) => `${file} 已存在。\n试试：--force 覆盖，或 --file 另写一个`,
  made: (file) => `已写入 ${file}。\n试试：tocsin start -c ${file}`,
  ask: {
    host: '谁可以通过 MQTT 连接？127.0.0.1 本机，0.0.0.0 网络',
    port: 'MQTT 端口',
    dashboardPort: '控制台端口',
    dataDirectory: '数据目录',
  },
  comments: {
    head: 'Tocsin 配置。未写出的取默认值：tocsin config show --origin',
    node: '数据库、会话和保留消息所在目录。',
    listeners: 'MQTT 客户端接入处。0.0.0.0 表示本机所有地址。',
    dashboard: '控制台与 REST API。',
    access: '谁可以不带用户名连接：loopback 为本机，false 为无人。',
  },
  noLink: (directory) =>
    `${directory} 中没有链接：没有服务在等待创建第一个管理员。\n试试：tocsin start，或 --data-dir 目录`,
  linkUsed: '第一个管理员已经创建。\n试试：tocsin ctx login，或 tocsin users reset-password 用户名',
  linkAway: (url) => `此链接的服务在 ${url} 没有应答。\n试试：tocsin start`,
  unknownCode: (code, suggestion) =>
    `没有 ${code} 的说明${suggestion === undefined ? '' : `，是否想写 ${suggestion}？`}\n试试：dingtalk:310000、reason:keepalive_timeout 或 api:NOT_FOUND`,
  what: '含义',
  toDo: '处理方法',
  badShell: (given) => `没有 ${given} 的补全。\n试试：bash、zsh、fish 或 pwsh`,
};

export const localCommands: Readonly<Record<'en' | 'zh', LocalTexts>> = { en, zh };
