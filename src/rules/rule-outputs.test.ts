import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { aMessage, startScenario } from '../../test/support/rule-scenario.ts';
import type { OutputKind } from './rule-outputs.ts';

const alert = (args: Record<string, unknown>) => ({ function: 'alert' as const, args });

test('an alert output is refused while nothing is there that takes it', (t) => {
  const { rule } = startScenario(t);
  assert.throws(() => rule('r', 'SELECT * FROM "t/#"', { actions: [alert({ name: 'offline' })] }), {
    code: 'BAD_REQUEST',
    message: /^actions\.0: this version has no alert outputs; name an action/,
  });
});

test('an output that is registered reads its arguments, sees the rows and tells its result', (t) => {
  const seen: unknown[] = [];
  const kind: OutputKind = {
    name: 'alert',
    args: z.strictObject({ name: z.string(), severity: z.string().default('warning') }),
    prepare: (args, ruleId) => ({
      run: ({ row }) => {
        seen.push([args.name, args.severity, ruleId, { ...row }]);
        return 'success';
      },
      preview: () => ({ kind: 'alert', content: {} }),
    }),
  };
  const { rule, broker, engine } = startScenario(t, { outputKinds: [kind] });
  const { actions } = rule('r', 'SELECT topic FROM "t/#"', { actions: [alert({ name: 'hot' })] });
  assert.deepEqual(actions, [alert({ name: 'hot', severity: 'warning' })]);
  broker.accept(aMessage());
  engine.drain();
  assert.deepEqual(seen, [['hot', 'warning', 'r', { topic: 't/a' }]]);
  assert.equal(engine.metrics('r')?.metrics['actions.success'], 1);
  assert.throws(() => engine.update('r', { sql: 'SELECT * FROM "t"', actions: [alert({})] }), {
    message: /^actions\.0\.args\.name: /,
  });
});

test('a kept rule whose output is not there any more says so when it acts', (t) => {
  const { definitions, startEngine, broker } = startScenario(t);
  definitions.put('rule', 'old', {
    name: '',
    sql: 'SELECT * FROM "t/#"',
    actions: [alert({})],
    enable: true,
    description: '',
  });
  const engine = startEngine();
  t.after(() => engine.close());
  broker.accept(aMessage());
  engine.drain();
  assert.equal(engine.metrics('old')?.metrics['actions.failed.unknown'], 1);
});
