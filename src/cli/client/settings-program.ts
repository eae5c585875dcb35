import type { Command } from 'commander';
import { clientCommands } from '../../texts/client-commands.ts';
import { objectCommands } from '../../texts/object-commands.ts';
import { settingsCommands } from '../../texts/settings-commands.ts';
import type { CommandLineContext } from '../command-line.ts';
import {
  type AddUserOptions,
  addUser,
  type CreateKeyOptions,
  changePassword,
  createKey,
  listKeys,
  listUsers,
  type PasswordOptions,
  removeKey,
  removeUser,
  requireTotp,
  resetTotp,
} from './account-commands.ts';
import { type ExportOptions, exportBackup, type ImportOptions, importBackup } from './backup-commands.ts';
import { type ClientRun, type CommonOptions, runClient } from './client-run.ts';
import { addEmqxImport } from './emqx-import-command.ts';
import { watchable } from './program-parts.ts';
import {
  type AuditOptions,
  listAudit,
  listListeners,
  operateListener,
  type TryOptions,
  tryAccess,
} from './settings-commands.ts';
import { type BundleOptions, runDoctor, showSystem, writeBundle } from './system-commands.ts';

/** `tocsin audit|export|import|listeners|users|token|access|system|doctor …` @param common adds what every command has that asks a broker */
export function addSettingsCommands(
  program: Command,
  common: (command: Command) => Command,
  context: CommandLineContext,
  done: (exitCode: number) => void,
): void {
  const texts = settingsCommands[context.texts.language];
  const { help } = texts;
  const objectTexts = objectCommands[context.texts.language];
  const run = async (options: CommonOptions, command: (run: ClientRun) => Promise<number>) =>
    done(await runClient(options, context, command));

  const listing = (command: Command): Command => watchable(common(command), context);

  const audit = program.command('audit').description(help.audit);
  listing(audit.command('ls').description(help.auditLs))
    .option('-q, --text <text>', help.auditText)
    .option('--type <kind>', help.auditType)
    .option('--from <origin>', help.auditFrom)
    .option('--result <result>', help.auditResult)
    .option('--since <time>', help.since)
    .option('--limit <count>', help.limit)
    .option('--all', clientCommands[context.texts.language].help.all)
    .action((options: AuditOptions) => run(options, (client) => listAudit(client, options, texts)));

  common(program.command('export').description(help.export))
    .option('--format <format>', help.format)
    .option('--retained', help.retained)
    .option('--history [jsonl]', help.history)
    .option('--no-mqtt-users', help.noMqttUsers)
    .option('--with-secrets', objectTexts.help.withSecrets)
    .option('--passphrase-file <file>', objectTexts.help.passphraseFile)
    .action((options: ExportOptions) =>
      run(options, (client) => exportBackup(client, options, { texts, objectTexts })),
    );
  const importing = common(program.command('import [file]').description(help.import));
  addEmqxImport(importing, context, done);
  importing
    .option('--dry-run', help.dryRun)
    .option('-y, --yes', objectTexts.help.yes)
    .option('--only <kind/id...>', help.only)
    .option('--passphrase-file <file>', objectTexts.help.passphraseFile)
    .option('--undo', help.undo)
    .action((file: string | undefined, options: ImportOptions) =>
      run(options, (client) => importBackup(client, file, options, { texts, objectTexts })),
    );

  const listeners = program.command('listeners').description(help.listeners);
  listing(listeners.command('ls').description(help.listenersLs)).action((options: CommonOptions) =>
    run(options, (client) => listListeners(client, texts)),
  );
  for (const [verb, sentence] of [
    ['start', help.listenersStart],
    ['stop', help.listenersStop],
    ['restart', help.listenersRestart],
  ] as const) {
    common(listeners.command(`${verb} <id>`).description(sentence)).action(
      (id: string, options: CommonOptions) =>
        run(options, (client) => operateListener(client, id, verb, texts)),
    );
  }

  const users = program.command('users').description(help.users);
  listing(users.command('ls').description(help.usersLs)).action((options: CommonOptions) =>
    run(options, (client) => listUsers(client, texts)),
  );
  common(users.command('add <name>').description(help.usersAdd))
    .option('--password-file <file>', help.passwordFile)
    .option('--role <role>', help.role)
    .option('--description <text>', help.description)
    .action((name: string, options: AddUserOptions) =>
      run(options, (client) => addUser(client, name, options, texts)),
    );
  common(users.command('passwd <name>').description(help.usersPasswd))
    .option('--password-file <file>', help.passwordFile)
    .option('--old-password-file <file>', help.oldPasswordFile)
    .action((name: string, options: PasswordOptions) =>
      run(options, (client) => changePassword(client, name, options, texts)),
    );
  common(users.command('rm <name>').description(help.usersRm)).action(
    (name: string, options: CommonOptions) => run(options, (client) => removeUser(client, name, texts)),
  );

  const totp = users.command('totp').description(help.totp);
  for (const [verb, sentence, work] of [
    ['require', help.totpRequire, requireTotp],
    ['reset', help.totpReset, resetTotp],
  ] as const) {
    common(totp.command(`${verb} <name>`).description(sentence)).action(
      (name: string, options: CommonOptions) => run(options, (client) => work(client, name, texts)),
    );
  }

  const token = program.command('token').description(help.token);
  listing(token.command('ls').description(help.tokenLs)).action((options: CommonOptions) =>
    run(options, (client) => listKeys(client, texts)),
  );
  common(token.command('create <name>').description(help.tokenCreate))
    .option('--role <role>', help.keyRole)
    .option('--expires <time>', help.expires)
    .option('--scopes <areas>', help.scopes)
    .option('--description <text>', help.description)
    .action((name: string, options: CreateKeyOptions) =>
      run(options, (client) => createKey(client, name, options, texts)),
    );
  common(token.command('rm <name>').description(help.tokenRm)).action(
    (name: string, options: CommonOptions) => run(options, (client) => removeKey(client, name, texts)),
  );

  const access = program.command('access').description(help.access);
  common(access.command('try').description(help.accessTry))
    .option('--client <id>', help.client)
    .option('--user <name>', help.user)
    .option('--ip <address>', help.ip)
    .option('--publish <topic>', help.publish)
    .option('--subscribe <filter>', help.subscribe)
    .option('--qos <level>', help.qos)
    .action((options: TryOptions) => run(options, (client) => tryAccess(client, options, texts)));

  const system = program.command('system').description(help.system);
  listing(system.command('show').description(help.systemShow)).action((options: CommonOptions) =>
    run(options, showSystem),
  );
  common(system.command('bundle').description(help.systemBundle))
    .option('-f, --file <file>', help.bundleFile)
    .action((options: BundleOptions) => run(options, (client) => writeBundle(client, options, texts)));

  listing(program.command('doctor').description(help.doctor)).action((options: CommonOptions) =>
    run(options, (client) => runDoctor(client, texts)),
  );
}
