export { type ActusCase, type ActusEvent, actusEvents } from './events.ts';
export type { EventType } from './state.ts';
export { type ActusContract, type ActusType, readActusContract } from './terms.ts';
