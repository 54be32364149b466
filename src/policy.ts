/** Programmes by date, the best legal stack with its proof, and what each side sees of it. */
export * from './policy/index.ts';
