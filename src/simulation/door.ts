export type { SimulatedClient, SimulatedState } from './simulated-client.ts';
export { SimulatedConnection } from './simulated-connection.ts';
export type { Selection, Simulation } from './simulation.ts';
export {
  MOST_CLIENTS,
  MOST_MESSAGES,
  type SimulatedPublication,
  type SimulationDraft,
  SimulationError,
} from './simulation-draft.ts';
export { Simulations } from './simulations.ts';
