import { sealAll } from '../store/sealing.ts';
import type { CommandLineContext } from './command-line.ts';
import { type StoppedBrokerOptions, withDatabase } from './stopped-broker.ts';

/**
 * Makes a new key and seals every stored secret with it; the broker must not run meanwhile. Stopped half-way nothing is
 * lost: both keys stay in the file until all is sealed with the new one, which the next start does as well.
 */
export function rotateSecrets(options: StoppedBrokerOptions, context: CommandLineContext): Promise<number> {
  const texts = context.texts.secrets;
  return withDatabase(options, context, texts.noDatabase, async ({ store, logger, fail }) => {
    const { secrets } = store;
    if (!secrets.ownsKeys) return fail([texts.operatorsKey(secrets.place ?? '')]);
    secrets.currentKey();
    secrets.addKey();
    const { definitions, deliveries } = await sealAll(store, logger);
    context.out(`${texts.rotated({ place: secrets.place ?? '', definitions, deliveries })}\n`);
    return 0;
  });
}
