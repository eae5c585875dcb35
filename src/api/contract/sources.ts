import { z } from 'zod';
import { ActionBody, ActionMetrics, ActionShape } from './actions.ts';
import { booleanField } from './values.ts';

export const Source = z
  .looseObject({ ...ActionShape, connector: z.string() })
  .meta({ id: 'Source', description: 'The settings of its type with their defaults' });
export type Source = z.output<typeof Source>;

/** What every new source has; the delivery floor checks the rest, which depends on the type. */
export const SourceBody = ActionBody;

export const SourceSummary = z.looseObject(ActionShape).meta({ id: 'SourceSummary' });
export type SourceSummary = z.output<typeof SourceSummary>;

/** Of what a source brings in only `received`, the rates and what it dropped are counted. */
export const SourceMetrics = ActionMetrics;

export const DeleteSourceQuery = z.object({
  also_delete_dep_actions: booleanField
    .default(false)
    .meta({ description: 'Deletes it although rules hear it, which hear nothing of it then' }),
});
