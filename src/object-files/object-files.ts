import type { FileObjects, FileProblem } from '../api/owners/file-objects.ts';
import type { ObjectFilesPort } from '../api/parts.ts';
import { canonicalId } from '../delivery/door.ts';
import type { CompilerSettings, RuleEngine } from '../rules/door.ts';
import { type FileFinding, type FileRule, RuleFileError, sayOfFile } from '../rules/files/door.ts';
import { type FilePlaces, readFiles } from './found-files.ts';
import { type FoundObjects, type PlacedObject, readObjectFiles } from './object-file.ts';

interface ObjectFilesParts {
  readonly places: FilePlaces;
  readonly compiler: CompilerSettings;
  /** Where editors find the schema of these files. */
  readonly schema: string;
}

/** Who takes over what files have. */
export interface ObjectKeepers {
  readonly rules: Pick<RuleEngine, 'replaceFiles'>;
  readonly objects: Pick<FileObjects, 'replace' | 'find' | 'fileOf' | 'own'>;
  /** Rules of the dashboard. */
  readonly stored: {
    /** It is nobody's from now on. @returns the way back */
    release(id: string): () => void;
  };
}

/**
 * Files of objects: read, and taken over as a whole or not at all. One change is taken over after the other, and each
 * sees the files as they are by then.
 */
export class ObjectFiles {
  readonly #parts: ObjectFilesParts;
  #keepers: ObjectKeepers | undefined;
  /** Those at work. */
  #rules: readonly FileRule[] | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: ObjectFilesParts) {
    this.#parts = parts;
  }

  get places(): FilePlaces {
    return this.#parts.places;
  }

  /** @throws RuleFileError with everything that is wrong with them as texts */
  read(): FoundObjects {
    const { places, compiler } = this.#parts;
    const files = readFiles(places);
    const { rules, objects, problems } = readObjectFiles(files.objects, compiler);
    if (files.unread.length + problems.length > 0) throw new RuleFileError([...files.unread, ...problems]);
    return { rules, objects };
  }

  /** From now on there is somebody who can take them over. */
  bind(keepers: ObjectKeepers): void {
    this.#keepers = keepers;
  }

  /** Writes an object of the dashboard into a file, which has it from then on. @throws ApiError 400, 404, 409 */
  adopt(kind: string, id: string, file: string | undefined): ReturnType<ObjectFilesPort['adopt']> {
    return this.inTurn(async () => {
      if (!this.#keepers) throw new Error('nobody takes files over yet');
      const { objects, stored } = this.#keepers;
      const { writeAdopted } = await import('./adopt-object.ts');
      const { ApiError } = await import('../api/api-error.ts');
      const owner = objects.fileOf(kind, id);
      if (owner !== undefined)
        throw new ApiError(409, 'CONFLICT', `${kind}/${id} lies in the file ${owner} already`);
      const item = await objects.find(kind, id);
      if (!item) throw new ApiError(404, 'NOT_FOUND', `there is no ${kind}/${id}`);
      const adoption = writeAdopted(this.#parts.places, { kind, id, item, file, schema: this.#parts.schema });
      const undo =
        kind === 'rules'
          ? stored.release(id)
          : objects.own({ kind, id, file: adoption.file, item: adoption.item });
      try {
        await this.takeOver();
      } catch (error) {
        undo();
        adoption.undo();
        if (!(error instanceof RuleFileError)) throw error;
        throw new ApiError(409, 'CONFLICT', `the files cannot be taken over: ${error.lines('en')[0]}`);
      }
      return { file: adoption.file, secrets: adoption.secrets };
    });
  }

  /** Takes the files over as they are now. @throws RuleFileError; everything is as it was then */
  renew(): Promise<void> {
    return this.inTurn(() => this.takeOver());
  }

  /** Does something that must not happen while files are taken over. */
  inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(run);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** The same as `renew`, by who has its turn. */
  async takeOver(): Promise<void> {
    if (!this.#keepers) throw new Error('nobody takes files over yet');
    const { rules, objects } = this.#keepers;
    const found = this.read();
    try {
      await objects.replace(found.objects, {
        replace: () => {
          const former = this.#rules;
          rules.replaceFiles(found.rules);
          return async () => {
            if (former) rules.replaceFiles(former);
          };
        },
        using: (kind, id) => usersOf(found.rules, kind, id),
      });
      this.#rules = found.rules;
    } catch (error) {
      throw problemsOf(error) ?? error;
    }
  }
}

function usersOf(rules: readonly FileRule[], kind: 'actions' | 'sources', id: string): string[] {
  const uses = ({ definition, statement }: FileRule): boolean =>
    kind === 'actions'
      ? definition.actions.some((output) => typeof output === 'string' && canonicalId(output) === id)
      : statement.from.some((event) => event === `$bridges/${id}` || event === `$sources/${id}`);
  return rules.filter(uses).map((rule) => rule.id);
}

/** By its name: who knows the class loads the API, which a start does later. */
function problemsOf(error: unknown): RuleFileError | undefined {
  if (!(error instanceof Error) || error.name !== 'FileObjectsError') return undefined;
  const { problems } = error as Error & { problems: readonly FileProblem<PlacedObject>[] };
  return new RuleFileError(problems.map(findingOf));
}

function findingOf(problem: FileProblem<PlacedObject>): FileFinding {
  switch (problem.what) {
    case 'double': {
      const { object, id, other } = problem;
      return object.refusal([], (language) =>
        sayOfFile(language, { code: 'doubleObject', kind: object.kind, id, other: other.file }),
      );
    }
    case 'twoOwners': {
      const { object, id } = problem;
      return object.refusal([], (language) =>
        sayOfFile(language, { code: 'twoOwners', kind: object.kind, id, changedAt: undefined }),
      );
    }
    case 'needed': {
      const { owned, reason } = problem;
      const { kind, id, file } = owned;
      const say: FileFinding['say'] = (language) => sayOfFile(language, { code: 'needed', kind, id, reason });
      return { file, line: 0, column: 0, picture: '', say };
    }
    case 'fault':
      return faultFinding(problem.object, problem.fault);
  }
}

export function faultFinding(
  object: PlacedObject,
  { path, reason, unknown, suggestion, known }: Extract<FileProblem, { what: 'fault' }>['fault'],
): FileFinding {
  if (unknown !== undefined && (suggestion !== undefined || known)) {
    return object.refusal(
      path,
      (language) =>
        sayOfFile(language, { code: 'unknownMember', member: unknown, suggestion, known: known ?? [] }),
      unknown,
    );
  }
  const at = [...path, ...(unknown === undefined ? [] : [unknown])].join('.');
  return object.refusal([...path, ...(unknown === undefined ? [] : [unknown])], (language) => {
    if (reason === MISSING && at !== '') return sayOfFile(language, { code: 'absent', member: at });
    return at === '' ? reason : sayOfFile(language, { code: 'invalid', path: at, reason });
  });
}

/** See `kind-schemas.ts`. */
const MISSING = 'is missing';
