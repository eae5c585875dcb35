import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { localCommands } from '../../texts/local-commands.ts';
import type { PrintingRun } from '../client/client-run.ts';
import { SETUP_LINK_FILE } from '../setup-link-file.ts';

/** `tocsin setup-link` */
export async function showSetupLink(
  { language, print, error }: PrintingRun,
  directory: string,
): Promise<number> {
  const texts = localCommands[language];
  let url: string;
  try {
    url = readFileSync(join(directory, SETUP_LINK_FILE), 'utf8').trim();
  } catch {
    error(texts.noLink(directory));
    return 1;
  }
  const { origin } = new URL(url);
  let isRequired: boolean;
  try {
    const answer = await fetch(`${origin}/api/v5/setup`);
    isRequired = ((await answer.json()) as { required?: boolean }).required === true;
  } catch {
    error(texts.linkAway(origin));
    return 3;
  }
  if (!isRequired) {
    error(texts.linkUsed);
    return 1;
  }
  return print.done({ answer: { url }, names: [url], sentence: url });
}
