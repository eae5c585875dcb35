/**
 * `npm run audit`: known holes of the dependencies, of those that build and test too, since the dashboard is made of them.
 * Fails from severity high on. Where the registry cannot be asked it says so, and does not fail: a network that is away says
 * nothing about a change.
 */
import { spawnSync } from 'node:child_process';
import { type AuditAnswer, auditVerdict } from './audit-verdict.ts';

const { stdout, error } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8', timeout: 120_000 });
if (error) throw error;
const { lines, isBad } = auditVerdict(read(stdout));
for (const line of lines) console.log(line);
process.exitCode = isBad ? 1 : 0;

function read(text: string): AuditAnswer {
  try {
    return JSON.parse(text) as AuditAnswer;
  } catch {
    return {};
  }
}
