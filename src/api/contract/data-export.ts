import { z } from 'zod';
import { PageQuery, pageOf, Timestamp } from './values.ts';

export const DataExportBody = z
  .strictObject({
    table_sets: z.array(z.string()).optional().meta({
      description:
        'Of banned, builtin_authn, builtin_authz, builtin_retainer, dashboard_users, api_keys; all when it is left out',
    }),
    root_keys: z.array(z.string()).optional().meta({
      description:
        'Of connectors, actions, sources, rule_engine, authentication, authorization, listeners, …; all when it is left out',
    }),
  })
  .nullish();

export const DataFile = z
  .object({
    filename: z.string(),
    node: z.string(),
    size: z.int().meta({ description: 'Bytes' }),
    created_at: Timestamp,
    created_at_sec: z.int().meta({ description: 'Unix seconds' }),
  })
  .meta({ id: 'DataFile' });
export type DataFile = z.output<typeof DataFile>;

export const DataFilePage = pageOf(DataFile);
export const DataFileQuery = PageQuery;

export const DataFilePath = z.object({ filename: z.string() });
export const DataNodeQuery = z.object({
  node: z.string().optional().meta({ description: 'The node that keeps the file' }),
});

export const DataImportBody = z.strictObject({ filename: z.string(), node: z.string().optional() });
