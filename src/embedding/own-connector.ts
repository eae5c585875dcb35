/** A setting of an own connector. Names that end in `token`, `password`, `secret` or `key` are kept as secrets. */
export interface OwnSetting {
  readonly type: 'string' | 'number' | 'boolean';
  /** Shown in the form of the dashboard. */
  readonly description?: string | undefined;
  /** A setting without one has to be given. */
  readonly default?: string | number | boolean | undefined;
}

export interface OwnParcel {
  /** The same when it is tried again, so that a receiver can drop a repeat. */
  readonly id: string;
  /** What the action's `body` makes of the row; the whole row as JSON when it has none. */
  readonly text: string;
  /** The text read as JSON; the text itself when it is none. */
  readonly value: unknown;
  /** Aborted when the attempt takes too long. */
  readonly signal: AbortSignal;
}

/** Nothing, for what was delivered; or why it was not. */
export type OwnOutcome =
  | undefined
  /** It will never be accepted: it is not tried again. */
  | { readonly rejected: string }
  /** Not now: it is tried again, not before so many milliseconds. */
  | { readonly unavailable: string; readonly retryAfter?: number | undefined };

export interface OwnHandle {
  /** An error that it throws is an outcome too: unavailable, with its message. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing has delivered
  send(parcel: OwnParcel): void | OwnOutcome | Promise<void | OwnOutcome>;
  /** Throws when nobody is there. Absent: it always is. */
  probe?(signal: AbortSignal): void | Promise<void>;
  close?(): void | Promise<void>;
  /** How many at a time; 1 when absent, and then they go in order. */
  readonly concurrency?: number | undefined;
}

export interface OwnConnectorDefinition<Settings extends Readonly<Record<string, OwnSetting>>> {
  /** As in ids and in the API: lower-case letters, digits and `_`, and no type that Tocsin has. */
  readonly type: string;
  readonly settings?: Settings | undefined;
  /** @throws Error with a sentence for settings that cannot be used @param name of the connector */
  open(settings: SettingValues<Settings>, name: string): OwnHandle | Promise<OwnHandle>;
}

export type SettingValues<Settings> = {
  readonly [Name in keyof Settings]: Settings[Name] extends { readonly type: infer Type }
    ? Type extends 'string'
      ? string
      : Type extends 'number'
        ? number
        : boolean
    : never;
};

export type NoSettings = Readonly<Record<never, OwnSetting>>;

/** A kind of connector of a program's own; `connectors` of `createTocsin` takes it. */
export interface OwnConnector {
  readonly type: string;
  readonly definition: OwnConnectorDefinition<Readonly<Record<string, OwnSetting>>>;
}

/**
 * A place outside that Tocsin does not know. Actions of this type have one parameter, `body`, a template; what it makes
 * of a row is kept on disk and tried again like that of any other connector.
 */
export function defineConnector<const Settings extends Readonly<Record<string, OwnSetting>> = NoSettings>(
  definition: OwnConnectorDefinition<Settings>,
): OwnConnector {
  return { type: definition.type, definition: definition as unknown as OwnConnector['definition'] };
}
