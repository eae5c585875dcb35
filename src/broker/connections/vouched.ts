/**
 * Who is at the other end, where the way in knows it already: a client that this process runs itself, or a browser
 * whose session was checked. Nobody else can have it: it comes with the transport and not over it.
 */
export interface Vouched {
  /** Overrules the user name of CONNECT; undefined leaves it as it is said. */
  readonly username: string | undefined;
  /** What the client id has to begin with, so that nobody takes over a device by accident; `''` for anything. */
  readonly prefix: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly isSuperuser: boolean;
  /** Only the same one may take the session over. */
  readonly identity: string | undefined;
}
