/** CPU of the broker per delivered message, against Mosquitto and Aedes in the same minute. */
import { parseArgs } from 'node:util';
import { credentials, startTocsinWithAccess } from './access.ts';
import { type BrokerName, brokerNames, installed, startBroker } from './brokers.ts';
import type { FlowResult } from './load/flow.ts';
import { measureFlow } from './load/generate.ts';
import { type Shape, shapes, wildcardShapes } from './load/shapes.ts';
import { machineLine } from './machine.ts';
import { chosen, wholeNumber } from './options.ts';
import { median } from './statistics.ts';
import { targetsOf, WILDCARD_TARGET } from './targets.ts';
import { figure, textTable } from './text-table.ts';

const shapeNames = shapes.map(({ name }) => name);

const usage = `npm run bench -- [--rounds 5] [--seconds 2] [--shapes ${shapeNames[0]},…] [--brokers ${brokerNames}] [--access]
Measures each shape with each broker, in turn within a round, and prints medians and ratios.
--access: Tocsin with password users, an authorization source and a rule that watches clients; its peers as they come.
Shapes: ${shapeNames.join(', ')}`;

const WARM_UP_SECONDS = 1;

/** One broker's results of one shape, a result per round; undefined where the measurement failed. */
type Results = (FlowResult | undefined)[];

/** A fresh broker for each measurement: none inherits garbage, caches or a crash from the one before. */
async function measure(name: BrokerName, shape: Shape): Promise<FlowResult | undefined> {
  try {
    const hasAccess = name === 'tocsin' && values.access;
    await using broker = hasAccess ? await startTocsinWithAccess() : await startBroker(name);
    const { port, pid: brokerPid } = broker;
    return await measureFlow({
      kind: 'flow',
      port,
      brokerPid,
      shape,
      credentials: hasAccess ? credentials : undefined,
      warmUpSeconds: WARM_UP_SECONDS,
      seconds,
    });
  } catch (error) {
    process.exitCode = 1;
    console.error(`${name} ${shape.name} failed: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

/** The brokers take turns, another one first in each round, so that drift of the machine meets all alike. */
async function measureShape(shape: Shape): Promise<Map<BrokerName, Results>> {
  const results = new Map(brokers.map((name): [BrokerName, Results] => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const first = round % brokers.length;
    for (const name of [...brokers.slice(first), ...brokers.slice(0, first)]) {
      results.get(name)?.push(await measure(name, shape));
    }
  }
  return results;
}

function rowsOf(shape: Shape, results: ReadonlyMap<BrokerName, Results>): string[][] {
  return [...results].map(([name, ofBroker]) => {
    const done = ofBroker.filter((result) => result !== undefined);
    const total = (count: keyof FlowResult): string =>
      done.reduce((sum, result) => sum + result[count], 0).toLocaleString('en-US');
    return [
      shape.name,
      name,
      figure(median(done.map(({ cpuMicroseconds }) => cpuMicroseconds))),
      figure(median(done.map(({ deliveredPerSecond }) => deliveredPerSecond))),
      total('missing'),
      total('duplicated'),
      total('reordered'),
      total('lostConnections'),
      name === 'tocsin' ? '' : ratioToTocsin(results.get('tocsin'), ofBroker),
      targetsOf(shape)[name]?.toFixed(2) ?? '',
    ];
  });
}

function cpuOf(results: Results = []): number {
  return median(results.flatMap((result) => (result ? [result.cpuMicroseconds] : [])));
}

/** Median of the rounds' own ratios: what slows the machine for a while slows both sides of one round. */
function ratioToTocsin(tocsin: Results = [], peer: Results): string {
  const ratios = tocsin.flatMap((result, round) => {
    const other = peer[round];
    return result && other ? [result.cpuMicroseconds / other.cpuMicroseconds] : [];
  });
  return ratios.length === 0 ? '–' : median(ratios).toFixed(2);
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    shapes: { type: 'string', default: shapeNames.join(',') },
    brokers: { type: 'string', default: brokerNames.join(',') },
    access: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const rounds = wholeNumber('rounds', values.rounds, 1, 50);
const seconds = wholeNumber('seconds', values.seconds, 1, 60);
const wanted = chosen('shapes', values.shapes, shapeNames);
const brokers = installed(chosen('brokers', values.brokers, brokerNames));

console.log(machineLine(brokers));
const rows: string[][] = [];
const measured = new Map<string, Map<BrokerName, Results>>();
for (const shape of shapes.filter(({ name }) => wanted.includes(name))) {
  console.error(`measuring ${shape.name} …`);
  const results = await measureShape(shape);
  measured.set(shape.name, results);
  rows.push(...rowsOf(shape, results));
}
console.log(
  textTable(
    [
      'shape',
      'broker',
      'CPU µs',
      'msgs/s',
      'missing',
      'duplicated',
      'reordered',
      'lost',
      'tocsin ÷ it',
      'at most',
    ],
    rows,
  ),
);
const { few, many } = wildcardShapes;
if (measured.has(few) && measured.has(many)) {
  for (const name of brokers) {
    const ratio = cpuOf(measured.get(many)?.get(name)) / cpuOf(measured.get(few)?.get(name));
    console.log(`${name}: ${many} ÷ ${few} = ${ratio.toFixed(2)}, at most ${WILDCARD_TARGET}`);
  }
}
