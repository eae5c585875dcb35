import type { Definitions } from '../store/definitions.ts';
import { type PipelineSettings, pipelineSettings } from './pipeline-settings.ts';

const KIND = 'alert_settings';

/** What holds for all alerts, kept in the database. */
export class AlertSettingsStore {
  readonly #definitions: Pick<Definitions, 'get' | 'put'>;
  #settings: PipelineSettings;
  #listeners: ReadonlyArray<(settings: PipelineSettings) => void> = [];

  constructor(definitions: Pick<Definitions, 'get' | 'put'>) {
    this.#definitions = definitions;
    this.#settings = pipelineSettings.parse(definitions.get(KIND, KIND)?.body ?? {});
  }

  get(): PipelineSettings {
    return this.#settings;
  }

  /** On disk when it returns. */
  put(settings: PipelineSettings): void {
    this.#definitions.put(KIND, KIND, settings);
    this.#settings = settings;
    for (const listener of this.#listeners) listener(settings);
  }

  /** The function that is returned takes the listener away again. */
  onChange(listener: (settings: PipelineSettings) => void): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }
}
