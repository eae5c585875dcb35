import { z } from 'zod';
import { parseDuration } from '../../lib/duration.ts';
import { MOST_CLIENTS, MOST_MESSAGES } from '../../simulation/door.ts';
import { Timestamp } from './values.ts';

const LONGEST_TEXT = 64 * 1024;
const DAY_SECONDS = 24 * 60 * 60;

const time = (minimum: number, error: string) =>
  z
    .union([z.string(), z.number()])
    .refine((text) => (parseDuration(text) ?? -1) >= minimum && Number.isFinite(parseDuration(text)), {
      error,
    });

const topic = z.string().min(1).max(4096);
const payload = z.string().max(LONGEST_TEXT).default('');
const qos = z.union([z.literal(0), z.literal(1)], { error: 'write 0 or 1' }).default(0);
const retain = z.boolean().default(false);

const publication = { topic, payload, qos, retain };

export const SimulationBody = z
  .strictObject({
    clients: z
      .int()
      .min(1)
      .max(MOST_CLIENTS)
      .default(1)
      .meta({ description: `How many; ${MOST_CLIENTS} at most in all simulations together` }),
    prefix: z
      .string()
      .min(1)
      .max(200)
      .default('sim-')
      .meta({ description: 'The client ids are this and a number from 1' }),
    username: z.string().max(256).optional(),
    attributes: z
      .record(z.string().min(1).max(128), z.string().max(1024))
      .refine((attributes) => Object.keys(attributes).length <= 32, 'at most 32')
      .default({})
      .meta({ description: 'As an authenticator would give them: `client_attrs` of rules' }),
    version: z
      .union([z.literal(3), z.literal(4), z.literal(5)], { error: 'write 5, 4 (for 3.1.1) or 3 (for 3.1)' })
      .default(5)
      .meta({ description: 'The protocol level: 5, 4 is 3.1.1, 3 is 3.1' }),
    clean_start: z.boolean().default(true),
    session_expiry: z
      .int()
      .min(0)
      .max(DAY_SECONDS)
      .default(0)
      .meta({ description: 'Seconds, for version 5' }),
    keepalive: z.int().min(0).max(65_535).default(60).meta({ description: 'Seconds; 0 switches it off' }),
    grace: time(0, 'write it like 3s').optional().meta({
      description:
        'The grace period of alerts about these clients, whatever their rule says; the alert is marked',
    }),
    publish: z
      .strictObject({
        ...publication,
        every: time(100, 'write it like 5s; 100 ms is the shortest')
          .default('5s')
          .meta({
            description: `Time between two messages of one client; ${MOST_MESSAGES} messages per second at most in all simulations`,
          }),
      })
      .optional()
      .meta({
        description:
          'What each client publishes; ${clientid}, ${n}, ${random} and ${timestamp} are filled in',
      }),
  })
  .meta({
    id: 'SimulationDraft',
    examples: [
      {
        clients: 20,
        prefix: 'demo-',
        publish: { topic: 'demo/${clientid}/temp', payload: '{"t": ${random}}', every: '5s' },
      },
    ],
  });
export type SimulationBody = z.output<typeof SimulationBody>;
export type SimulationDraftBody = z.input<typeof SimulationBody>;

const selection = {
  count: z
    .int()
    .min(1)
    .max(MOST_CLIENTS)
    .optional()
    .meta({ description: 'The first so many of those that it can be done with' }),
  clientids: z.array(z.string()).max(MOST_CLIENTS).optional().meta({ description: 'These' }),
};

export const SimulationSelection = z
  .strictObject(selection)
  .nullish()
  .meta({ id: 'SimulationSelection', description: 'Which clients; all when nothing is said' });

export const SimulationPublication = z
  .strictObject({ ...selection, ...publication })
  .meta({ id: 'SimulationPublication', examples: [{ topic: 'demo/${clientid}', payload: 'hello' }] });
export type SimulationPublication = z.output<typeof SimulationPublication>;

export const SIMULATED_STATES = ['connecting', 'connected', 'silent', 'offline', 'refused'] as const;

const simulation = {
  id: z.string(),
  clients: z.int(),
  prefix: z.string(),
  username: z.string().nullable(),
  attributes: z.record(z.string(), z.string()),
  version: z.int(),
  clean_start: z.boolean(),
  session_expiry: z.int(),
  keepalive: z.int(),
  grace: z.int().nullable().meta({ description: 'Milliseconds' }),
  publish: z
    .object({ topic: z.string(), payload: z.string(), qos: z.int(), retain: z.boolean(), every: z.int() })
    .nullable()
    .meta({ description: '`every` in milliseconds' }),
  created_at: Timestamp,
  created_by: z.string(),
  states: z
    .object({
      connecting: z.int(),
      connected: z.int(),
      silent: z.int(),
      offline: z.int(),
      refused: z.int(),
    })
    .meta({
      description:
        'How many clients are in each: `silent` says nothing any more and is not disconnected yet, `refused` was not let in',
    }),
  sent: z.int().meta({ description: 'Messages' }),
};

export const Simulation = z
  .object(simulation)
  .meta({ id: 'Simulation', description: 'Devices that the broker plays itself, over real connections' });
export type Simulation = z.output<typeof Simulation>;

export const SimulationDetail = z
  .object({
    ...simulation,
    affected: z
      .int()
      .optional()
      .meta({ description: 'In answer to an operation: how many clients it was done with' }),
    members: z.array(
      z.object({
        clientid: z.string(),
        state: z.enum(SIMULATED_STATES),
        reason: z.string().nullable().meta({ description: 'Why it is offline or was refused' }),
        since: Timestamp,
        sent: z.int(),
      }),
    ),
  })
  .meta({ id: 'SimulationDetail' });
export type SimulationDetail = z.output<typeof SimulationDetail>;

export const SimulationList = z.object({ data: z.array(Simulation) });
export type SimulationList = z.output<typeof SimulationList>;

export const SimulationPath = z.object({ id: z.string() });
