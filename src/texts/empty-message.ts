/** In the place of a message that has no text at all; nobody knows in which language it would have been. */
export const EMPTY_MESSAGE = '(no text) （无内容）';
