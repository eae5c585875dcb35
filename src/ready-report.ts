/** What `tocsin start --json` prints in one line when everything listens; ports are the real ones, never 0. */
export interface ReadyReport {
  readonly event: 'ready';
  /** Those that are switched off are absent. */
  readonly listeners: {
    readonly tcp?: { readonly host: string; readonly port: number } | undefined;
    readonly ws?: { readonly host: string; readonly port: number; readonly path: string } | undefined;
  };
  readonly dashboard: { readonly host: string; readonly port: number };
  readonly node: string;
  readonly pid: number;
  readonly version: string;
  /** Where the first administrator is made; only while there is none. */
  readonly setup_url?: string | undefined;
}
