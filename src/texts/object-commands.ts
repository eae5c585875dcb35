/** What `tocsin plan`, `apply` and `adopt` say. */
interface Counts {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
  readonly conflict: number;
  readonly same: number;
}

const en = {
  help: {
    plan: 'what files of objects would change on a running broker; exit code 5 when something would',
    apply: 'make a running broker as the files of objects say',
    file: 'a folder or file of objects; several words (default: the current folder)',
    prune: 'also remove what is on the broker and in no file, of the kinds that the files name',
    dryRun: 'only the plan',
    yes: 'do not ask',
    adopt:
      'write an object of the dashboard (rules/offline) into a file of the broker, which has it from then on',
    into: 'the file, from the folder of the configuration (default: one that fits)',
    config: 'the configuration',
    configSchema: 'print the JSON Schema of files of objects, or of the settings, for editors',
    withSecrets: 'with secrets, sealed with a passphrase that is asked for',
    passphraseFile: 'a file whose first line is the passphrase; - reads standard input',
  },
  badFiles: (count: number) =>
    count === 1 ? 'The files have a problem:' : `The files have ${count} problems:`,
  noFiles: (places: string) => `No files of objects were found in ${places}. Name a folder or files with -f.`,
  nothing: (same: number) => `Nothing to do: ${same} objects are on the broker as the files say.`,
  summary: ({ add, change, remove, conflict, same }: Counts) =>
    `${add} to add, ${change} to change, ${remove} to remove, ${same} the same${conflict > 0 ? `, ${conflict} in the way` : ''}.`,
  conflicts: {
    file: 'a file of the broker has it: change it there',
    needs_password: 'it needs a password',
    needs_secret: 'a secret is missing',
    unknown_here: 'the broker does not know it',
    unknown_kind: 'the broker does not know this kind, or you may not see it',
    not_allowed: 'you may not change it',
  } as Readonly<Record<string, string>>,
  sure: 'Do it?',
  left: 'Nothing was changed.',
  did: (count: number) => `${count} done. To take it back: tocsin import --undo`,
  failed: (what: string, reason: string) => `${what}: ${reason}`,
  badObject: (given: string) => `${given}: write it like rules/offline or connectors/http:erp`,
  badSchema: (given: string) => `${given}: write objects or settings`,
  adopted: (what: string, file: string) => `${what} lies in ${file} now, and is changed there.`,
  adoptedSecrets: (members: string) => `In files of their own, beside it: ${members}`,
  passphrase: 'Passphrase: ',
  passphraseAgain: 'Once more: ',
  noPassphrase: 'Who restores this needs a passphrase: give it by --passphrase-file, or at a terminal.',
  shortPassphrase: 'A passphrase has at least 8 characters.',
  otherPassphrase: 'These were two different passphrases.',
  leftOut: (kinds: string) =>
    `Left out, because this key may not read them: ${kinds}. Sign in and use --token.`,
};

export type ObjectTexts = typeof en;

const zh: ObjectTexts = {
  help: {
    plan: '对象文件会给运行中的 broker 带来哪些变更；有变更时退出码为 5',
    apply: '让运行中的 broker 与对象文件一致',
    file: '对象所在的文件夹或文件，可写多个（默认：当前文件夹）',
    prune: '同时删除 broker 上有而文件中没有的对象（仅限文件中出现的类型）',
    dryRun: '仅打印计划',
    yes: '不询问',
    adopt: '把界面中的对象（rules/offline）写入 broker 的文件，此后由该文件管理',
    into: '文件名，相对于配置所在的文件夹（默认自动选择）',
    config: '配置',
    configSchema: '打印对象文件或设置的 JSON Schema，供编辑器使用',
    withSecrets: '包含密钥，并用口令加密（会询问口令）',
    passphraseFile: '首行为口令的文件；- 表示标准输入',
  },
  badFiles: (count) => `文件有 ${count} 个问题：`,
  noFiles: (places) => `在 ${places} 中没有找到对象文件。请用 -f 指明文件夹或文件。`,
  nothing: (same) => `无需变更：${same} 个对象已与文件一致。`,
  summary: ({ add, change, remove, conflict, same }) =>
    `新增 ${add}，修改 ${change}，删除 ${remove}，相同 ${same}${conflict > 0 ? `，冲突 ${conflict}` : ''}。`,
  conflicts: {
    file: 'broker 的文件中已有此对象，请在那里修改',
    needs_password: '需要密码',
    needs_secret: '缺少密钥',
    unknown_here: 'broker 上没有此对象',
    unknown_kind: 'broker 不认识此类型，或您无权查看',
    not_allowed: '您无权修改',
  },
  sure: '执行吗？',
  left: '未做任何变更。',
  did: (count) => `已完成 ${count} 项。撤销：tocsin import --undo`,
  failed: (what, reason) => `${what}：${reason}`,
  badObject: (given) => `${given}：请写成 rules/offline 或 connectors/http:erp 的形式`,
  badSchema: (given) => `${given}：请写 objects 或 settings`,
  adopted: (what, file) => `${what} 现在位于 ${file}，请在那里修改。`,
  adoptedSecrets: (members) => `以下成员已写入旁边的单独文件：${members}`,
  passphrase: '口令：',
  passphraseAgain: '再次输入：',
  noPassphrase: '恢复时需要口令：请用 --passphrase-file 给出，或在终端中输入。',
  shortPassphrase: '口令至少 8 个字符。',
  otherPassphrase: '两次输入的口令不同。',
  leftOut: (kinds) => `未包含（此密钥无权读取）：${kinds}。请登录后使用 --token。`,
};

export const objectCommands: Readonly<Record<'en' | 'zh', ObjectTexts>> = { en, zh };
