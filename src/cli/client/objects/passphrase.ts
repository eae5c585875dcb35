import type { ObjectTexts } from '../../../texts/object-commands.ts';
import type { SettingsTexts } from '../../../texts/settings-commands.ts';
import { readText } from '../account-commands.ts';
import { type ClientRun, UsageError } from '../client-run.ts';

const SHORTEST = 8;

interface Asked {
  readonly run: Pick<ClientRun, 'ask'>;
  readonly texts: ObjectTexts;
  readonly settingsTexts: SettingsTexts;
}

/**
 * From a file, or from whoever sits there.
 * @param isNew it is asked for twice
 * @throws UsageError
 */
export async function passphraseFrom(
  { run, texts, settingsTexts }: Asked,
  file: string | undefined,
  isNew: boolean,
): Promise<string> {
  let passphrase: string;
  if (file !== undefined) passphrase = readText(file, settingsTexts).split(/\r?\n/, 1)[0] ?? '';
  else if (!run.ask) throw new UsageError(texts.noPassphrase);
  else {
    passphrase = await run.ask(texts.passphrase, true);
    if (isNew && (await run.ask(texts.passphraseAgain, true)) !== passphrase)
      throw new UsageError(texts.otherPassphrase);
  }
  if (passphrase.length < SHORTEST) throw new UsageError(texts.shortPassphrase);
  return passphrase;
}
