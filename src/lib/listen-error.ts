interface Failure {
  /** The path of the setting that asked for the port: `listeners.tcp.port`. */
  setting: string;
  host: string;
  port: number;
  /** Node's: `EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`, … */
  code: string;
}

/** A listener could not be opened. */
export class ListenError extends Error {
  readonly setting: string;
  readonly host: string;
  readonly port: number;
  readonly code: string;

  constructor({ setting, host, port, code }: Failure) {
    super(`${setting}: cannot listen on ${host}:${port} (${code})`);
    this.name = 'ListenError';
    this.setting = setting;
    this.host = host;
    this.port = port;
    this.code = code;
  }
}
