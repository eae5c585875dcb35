import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  findProgram,
  missingProgram,
  PASSWORD,
  runToEnd,
  type TestServer,
  userInPlaceOfRoot,
} from './test-server.ts';

const user = userInPlaceOfRoot('mysql');

export const mariadb: TestServer = {
  name: 'mariadb',
  packages: ['mariadb-server'],
  missing: () => missingProgram('mariadbd') ?? missingProgram('mariadb-install-db'),
  async start({ directory, ports: [port], run }) {
    const data = join(directory, 'data');
    const first = join(directory, 'first.sql');
    writeFileSync(
      first,
      `CREATE DATABASE tocsin CHARACTER SET utf8mb4;
CREATE USER tocsin@'127.0.0.1' IDENTIFIED BY '${PASSWORD}';
GRANT ALL ON *.* TO tocsin@'127.0.0.1';
`,
      { mode: 0o644 },
    );
    const install = findProgram('mariadb-install-db') ?? 'mariadb-install-db';
    // Nothing here outlives the run.
    const careless = [
      '--innodb-flush-log-at-trx-commit=0',
      '--innodb-doublewrite=0',
      '--innodb-log-file-size=8M',
    ];
    runToEnd(
      install,
      [
        '--no-defaults',
        `--datadir=${data}`,
        '--skip-test-db',
        '--auth-root-authentication-method=normal',
        ...careless,
      ],
      { user },
    );
    const server = run(
      findProgram('mariadbd') ?? 'mariadbd',
      [
        '--no-defaults',
        `--datadir=${data}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        `--socket=${join(directory, 's')}`,
        `--pid-file=${join(directory, 'pid')}`,
        `--init-file=${first}`,
        '--skip-log-bin',
        '--innodb-buffer-pool-size=32M',
        ...careless,
      ],
      { user },
    );
    await server.listens(port);
    return `mysql://tocsin:${PASSWORD}@127.0.0.1:${port}/tocsin`;
  },
};
