/** How the bytes of a connection are encrypted. */
export interface Encryption {
  /** `TLSv1.3` */
  readonly version: string;
  /** By the name of IANA: `TLS_AES_256_GCM_SHA384`. */
  readonly cipher: string;
}
