import type { TestContext } from 'node:test';

let databases = 0;

/** A database of its own on an InfluxDB of version 1, looked at past the connector. */
export class InfluxdbReader {
  readonly database = `tocsin_${process.pid}_${++databases}`;
  readonly #url: URL;

  private constructor(url: string) {
    this.#url = new URL('/query', url);
  }

  static async open(t: TestContext, url: string): Promise<InfluxdbReader> {
    const reader = new InfluxdbReader(url);
    await reader.query(`CREATE DATABASE ${reader.database}`);
    t.after(() => reader.query(`DROP DATABASE ${reader.database}`));
    return reader;
  }

  /** Points in the order of their times; without them none. Times are Unix milliseconds. */
  async query(q: string): Promise<Record<string, unknown>[]> {
    const { username, password } = this.#url;
    const url = new URL(`${this.#url.origin}/query`);
    url.search = String(new URLSearchParams({ db: this.database, q, epoch: 'ms' }));
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
    });
    const { results } = (await answer.json()) as {
      results: { error?: string; series?: { columns: string[]; values: unknown[][] }[] }[];
    };
    if (results[0]?.error) throw new Error(results[0].error);
    const [series] = results[0]?.series ?? [];
    return (series?.values ?? []).map((values) =>
      Object.fromEntries(values.map((value, index) => [series?.columns[index] ?? '', value])),
    );
  }
}
