import { promises as files } from 'node:fs';
import { join } from 'node:path';
import { crypto } from '../../lib/late-crypto.ts';
import { pathsOf } from './tls-files.ts';
import type { TlsSettings } from './tls-settings.ts';

/** Keeps certificates and keys that were given as text, in a directory for each listener. */
export class PemFiles {
  readonly #directory: string;

  /** @param directory made when it is needed first, for this user alone */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The same settings with paths in the place of texts. */
  async keep(id: string, settings: TlsSettings): Promise<TlsSettings> {
    const { cacertfile, certfile, keyfile, crlfile } = settings;
    const own = Object.entries({ cacertfile, certfile, keyfile, crlfile }).map(
      async ([name, text]) => [name, text && (await this.#pathOf(id, name, text))] as const,
    );
    const sni = settings.sni.map(async (pair) => ({
      ...pair,
      certfile: await this.#pathOf(id, 'certfile', pair.certfile),
      keyfile: await this.#pathOf(id, 'keyfile', pair.keyfile),
    }));
    const named = (await Promise.all(own)).filter(([, path]) => path !== undefined);
    return { ...settings, ...Object.fromEntries(named), sni: await Promise.all(sni) };
  }

  /** Removes what the listener does not use any more; everything without settings. */
  async tidy(id: string, settings: TlsSettings | undefined): Promise<void> {
    const directory = this.#directoryOf(id);
    const used = new Set(settings && pathsOf(settings));
    let names: string[];
    try {
      names = await files.readdir(directory);
    } catch {
      return; // it never had any
    }
    const unused = names.map((name) => join(directory, name)).filter((path) => !used.has(path));
    await Promise.all(unused.map((path) => files.rm(path, { force: true })));
    if (unused.length === names.length) await files.rm(directory, { recursive: true, force: true });
  }

  async #pathOf(id: string, name: string, textOrPath: string): Promise<string> {
    if (!textOrPath.includes('-----BEGIN ')) return textOrPath;
    const directory = this.#directoryOf(id);
    await files.mkdir(directory, { recursive: true, mode: 0o700 });
    const hash = crypto().createHash('sha256').update(textOrPath).digest('hex').slice(0, 16);
    const path = join(directory, `${name}-${hash}.pem`);
    await files.writeFile(path, textOrPath, { mode: 0o600 });
    return path;
  }

  #directoryOf(id: string): string {
    return join(this.#directory, id.replace(':', '-'));
  }
}
