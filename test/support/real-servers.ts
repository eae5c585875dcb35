/** The servers that `npm run with-servers -- npm test` starts, and `.ci/run` with it. */
export type RealServerName =
  | 'postgres'
  | 'mariadb'
  | 'redis'
  | 'rabbitmq'
  | 'nats'
  | 'mosquitto'
  | 'kafka'
  | 'influxdb';

export interface RealServer {
  /**
   * With user and password where it has them: `postgres://tocsin:tocsin@127.0.0.1:40123/postgres`,
   * `mysql://tocsin:tocsin@…/tocsin`, `redis://default:tocsin@…`, `amqp://guest:guest@…`, `nats://tocsin:tocsin@…` (with
   * JetStream), `mqtt://…`, `http://tocsin:tocsin@…` of InfluxDB 1.6. Of Kafka `host:port,host:port,host:port`: the mock
   * cluster of librdkafka, which makes a topic of four partitions when it is asked for one. Empty when it is not there.
   */
  readonly url: string;
  /** Why its tests are skipped. */
  readonly skip: string | false;
}

/**
 * For `test(name, server, …)`, which is skipped and says why when the server is not there:
 *
 *     const postgres = realServer('postgres');
 *     test('a row arrives', postgres, async (t) => { connect(postgres.url) … });
 *
 * All tests of a run share one server, several at a time: use tables, keys, queues and topics of your own name. What
 * needs a server that goes away and comes back puts a proxy of its own between.
 */
export function realServer(name: RealServerName): RealServer {
  const variable = `TOCSIN_TEST_${name.toUpperCase()}`;
  const url = process.env[variable] ?? '';
  return {
    url,
    skip: url === '' && `no ${name} here (${variable} is not set): npm run with-servers -- npm test`,
  };
}
