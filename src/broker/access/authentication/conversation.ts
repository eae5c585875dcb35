import type { Allow, Deny } from './authenticator.ts';

/** What comes of one message of the client. */
export type ConversationStep =
  | { readonly kind: 'continue'; readonly data: Buffer }
  | {
      readonly kind: 'done';
      readonly judgement: Allow | Deny;
      /** As whom the client came. */
      readonly username: string;
      /** For the client, in the packet that ends the conversation. */
      readonly data: Buffer | undefined;
    };

/** An enhanced authentication (§4.12): several messages to and fro. */
export interface Conversation {
  /** @param data of the CONNECT or AUTH; undefined when it had none */
  step(data: Buffer | undefined): ConversationStep;
}
