/** The certificate by which a client showed who it is; a certificate authority that the listener names has signed it. */
export interface PeerCertificate {
  /** The last CN of the subject; undefined when it has none. */
  readonly commonName: string | undefined;
  /** The distinguished name in the order of the certificate: `C=DE,O=Example,CN=meter-7`. */
  readonly subject: string;
  /**
   * The certificate itself; undefined when a proxy ended TLS and told only the name (PROXY protocol, PP2_SUBTYPE_SSL_CN).
   */
  readonly der: Buffer | undefined;
}
