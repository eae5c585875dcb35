import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The editor of whoever works here; undefined where nobody named one and no terminal is there for the usual one. */
export function editorOf({ VISUAL, EDITOR }: Environment, hasTerminal: boolean): string | undefined {
  const usual = process.platform === 'win32' ? 'notepad' : 'vi';
  return VISUAL || EDITOR || (hasTerminal ? usual : undefined);
}

/** A text that is edited, in a file that nobody else can read. */
export class EditedText {
  readonly file: string;

  /** @param name of the file, whatever is in it */
  constructor(name: string, text: string) {
    const directory = mkdtempSync(join(tmpdir(), 'tocsin-edit-'));
    this.file = join(directory, `${name.replaceAll(/[^\w.-]+/g, '-').slice(0, 60)}.yaml`);
    writeFileSync(this.file, text, { mode: 0o600 });
  }

  get text(): string {
    return readFileSync(this.file, 'utf8');
  }

  /** Runs an editor on it. @returns how it ended: an exit code or a signal; undefined: well */
  async edit(editor: string): Promise<string | undefined> {
    // Ctrl-C is the editor's.
    const ignore = (): void => undefined;
    process.on('SIGINT', ignore);
    // By the shell: an editor may come with options, as in `code --wait`.
    const child = spawn(`${editor} "${this.file}"`, { shell: true, stdio: 'inherit' });
    const ended = new Promise<string | undefined>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(code === 0 ? undefined : String(signal ?? code)));
    });
    return ended.finally(() => process.off('SIGINT', ignore));
  }

  remove(): void {
    rmSync(dirname(this.file), { recursive: true, force: true });
  }
}
